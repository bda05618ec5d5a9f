/** What anybody can ask about a paper, and how a caseworker takes one out of force. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import statics from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { PublicCertificate } from '../../device/contract/certificate.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { openSigningKey } from './seal.ts'

const CODE = /^[2-9A-Z]{4}-[2-9A-Z]{4}$/
const readWhy = decoder(Type.Object({ why: Type.String({ minLength: 3, maxLength: 200 }) }))

export async function serveCertificates(app: FastifyInstance, hub: Hub): Promise<void> {
  const { publicKey } = openSigningKey(hub.config.data)
  app.get('/api/certificates/key', () => publicKey)

  app.get<{ Params: { code: string } }>('/api/certificates/:code', async (request): Promise<PublicCertificate> => {
    const { code } = request.params
    const row = CODE.test(code)
      ? await hub.db.selectFrom('certificates').selectAll().where('code', '=', code).executeTakeFirst()
      : undefined
    if (!row) throw problem(404, 'There is no such paper.')
    return {
      code,
      kind: row.kind,
      issuedOn: row.issued_at.toISOString().slice(0, 10),
      revoked: row.revoked_at !== null,
      sealed: row.sealed,
    }
  })

  app.post<{ Params: { code: string } }>('/api/certificates/:code/revoke', async (request, reply) => {
    const session = await signedIn(hub.db, request, 'caseworker', 'supervisor')
    const { why } = readWhy(request.body)
    await hub.db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('certificates')
        .set({ revoked_at: new Date(), revoked_why: why })
        .where('code', '=', request.params.code)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw problem(404, 'There is no such paper in force.')
      await audit(tx, { act: 'withdrawn', who: session.user, detail: request.params.code })
    })
    return reply.code(204).send()
  })

  const root = join(hub.config.pages ?? resolve(import.meta.dirname, '../../dist/ui'), 'verify')
  if (existsSync(root)) await app.register(statics, { root, prefix: '/verify/', decorateReply: false })
  else app.get('/verify/', () => Promise.reject(problem(404, 'The page for checking papers is not built: run make.')))
}
