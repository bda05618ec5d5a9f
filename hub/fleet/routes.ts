import type { FastifyInstance } from 'fastify'
import { type Enrolled, EnrolRequest } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { enrol, revoke } from './boxes.ts'
import type { Authority } from './ca.ts'

const decodeEnrol = decoder(EnrolRequest)
const ID = /^[0-9a-f-]{36}$/

/** The fleet, for technicians. */
export function fleetRoutes(app: FastifyInstance, hub: Hub, ca: Authority, boxUrl: () => string): void {
  app.post('/api/boxes', async (request): Promise<Enrolled> => {
    const { user } = await signedIn(hub.db, request, 'technician')
    return { ...(await enrol(hub.db, ca, decodeEnrol(request.body), user)), hub: boxUrl() }
  })

  app.get('/api/boxes', async (request) => {
    await signedIn(hub.db, request, 'technician', 'planner')
    const rows = await hub.db.selectFrom('boxes').selectAll().orderBy('name').execute()
    return rows.map((row) => ({
      box: row.id,
      name: row.name,
      place: row.place,
      connected: row.hub !== null,
      lastSeen: row.last_seen,
      revoked: row.revoked_at !== null,
      outOfService: row.out_of_service,
      software: row.software,
      report: row.report,
    }))
  })

  app.post('/api/boxes/:box/revoke', async (request, reply) => {
    const { user } = await signedIn(hub.db, request, 'technician')
    const { box } = request.params as { box: string }
    if (!ID.test(box) || !(await revoke(hub.db, box, user))) throw problem(404, 'There is no such box.')
    return reply.code(204).send()
  })
}
