/** Paper and money of the boxes, for the desk: what is the matter there, and the stories that only a person can end. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { decoder } from '../../device/contract/decode.ts'
import type { PaperBoxes, PaperView } from '../../device/contract/fleet-view.ts'
import { LedgerVerdict, type Reply, type Report } from '../../device/contract/link.ts'
import type { Hub } from '../context.ts'
import { problem } from '../web/problem.ts'
import { audit } from './audit.ts'
import { signedIn } from './sessions.ts'
import { boxResolves } from './to-box.ts'

const readVerdict = decoder(Type.Omit(LedgerVerdict, ['by']))

/** Of a box's last report; null while it has none. */
export function paperOf(report: Report | null): PaperView | null {
  if (!report) return null
  const { paper, slips, paperLeft, ledgers } = report
  return {
    condition: paper?.condition ?? null,
    warnings: paper?.warnings ?? [],
    slips: slips ?? null,
    left: paperLeft ?? false,
    open: ledgers?.open ?? 0,
    waiting: ledgers?.waiting ?? [],
  }
}

export async function servePaper(app: FastifyInstance, hub: Hub): Promise<void> {
  app.get('/api/paper', async (request): Promise<PaperBoxes> => {
    await signedIn(hub.db, request, 'caseworker', 'supervisor', 'technician')
    const rows = await hub.db
      .selectFrom('boxes')
      .select(['id', 'name', 'place', 'report'])
      .where('revoked_at', 'is', null)
      .where('retired_at', 'is', null)
      .orderBy('name')
      .execute()
    return {
      boxes: rows.flatMap(({ id, name, place, report }) => {
        const paper = paperOf(report)
        return paper ? [{ box: id, name, place, paper }] : []
      }),
    }
  })

  app.post<{ Params: { box: string } }>('/api/boxes/:box/resolve', async (request, reply) => {
    const session = await signedIn(hub.db, request, 'caseworker', 'supervisor')
    const verdict = readVerdict(request.body)
    const row = await hub.db.selectFrom('boxes').select('hub').where('id', '=', request.params.box).executeTakeFirst()
    if (!row) throw problem(404, 'There is no such box.')
    if (!row.hub) throw problem(409, 'The box is not connected now: try again when it is.')
    const message = {
      is: 'resolve',
      box: request.params.box,
      verdict: { ...verdict, by: session.caseworker.name },
    } as const
    const answer: Reply =
      row.hub === hub.bus.id ? await boxResolves(hub, message) : await hub.bus.request(row.hub, message)
    if (answer.is !== 'ok') throw problem(409, 'why' in answer ? answer.why : 'The box did not take it.')
    const { ledger, name, how, why } = verdict
    await audit(hub.db, {
      act: 'resolved',
      who: session.user,
      box: request.params.box,
      detail: `${ledger} ${name} ${how}: ${why}`,
    })
    return reply.code(204).send()
  })
}
