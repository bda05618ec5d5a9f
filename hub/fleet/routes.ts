import type { FastifyInstance } from 'fastify'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { revoke } from './boxes.ts'
import type { Authority } from './ca.ts'
import { pairingRoutes } from './pairing-routes.ts'

const ID = /^[0-9a-f-]{36}$/

/** The fleet, for technicians. */
export function fleetRoutes(app: FastifyInstance, hub: Hub, ca: Authority, boxUrl: () => string): void {
  pairingRoutes(app, hub, ca, boxUrl)

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
