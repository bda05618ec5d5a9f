/** The list of fees that are still to be paid, for those who send the bills: nobody else sees it, and it names nobody. */
import type { FastifyInstance } from 'fastify'
import { BillEnd } from '../../device/contract/bill.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { signedIn } from '../desk/sessions.ts'
import { bills, billsCsv, endBill } from './bills.ts'

const readEnd = decoder(BillEnd)

export function serveBills(app: FastifyInstance, hub: Hub): void {
  const { db } = hub
  app.get('/api/bills', async (request) => {
    await signedIn(db, request, 'finance')
    return bills(db)
  })

  app.get<{ Querystring: { which?: string } }>('/api/bills.csv', async (request, reply) => {
    const { user } = await signedIn(db, request, 'finance')
    const which = request.query.which === 'all' ? 'all' : 'open'
    const file = await billsCsv(db, which)
    await audit(db, { act: 'bills-exported', who: user, detail: which })
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="regninger-${new Date().toISOString().slice(0, 10)}.csv"`)
      .send(file)
  })

  app.post<{ Params: { case: string } }>('/api/bills/:case', async (request, reply) => {
    const { user } = await signedIn(db, request, 'finance')
    const end = readEnd(request.body)
    await endBill(db, request.params.case, { ...end, why: end.why.trim() }, user)
    return reply.code(204).send()
  })
}
