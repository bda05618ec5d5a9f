import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { decoder } from '../../device/contract/decode.ts'
import type { LogLine } from '../../device/contract/diagnosis.ts'
import {
  type BoxSettings,
  type Fleet,
  HandOverAct,
  MoveAct,
  ServiceAct,
  SettingsAct,
  SilenceAct,
} from '../../device/contract/fleet-view.ts'
import { TestBoxAct } from '../../device/contract/release.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { signedIn } from '../desk/sessions.ts'
import { boxTellsLog } from '../desk/to-box.ts'
import { uuid } from '../web/parameters.ts'
import { problem } from '../web/problem.ts'
import { newAcceptCode } from './accept-codes.ts'
import { handOver, move, retire, revoke, setService, setTestBox, silence } from './boxes.ts'
import type { Authority } from './ca.ts'
import { history } from './history.ts'
import { metrics } from './metrics.ts'
import { pairingRoutes } from './pairing-routes.ts'
import { releaseRoutes } from './release-routes.ts'
import { newest, putSettings } from './settings.ts'
import { startOf } from './start.ts'
import { fleetView } from './view.ts'

const decodeService = decoder(ServiceAct)
const decodeMove = decoder(MoveAct)
const decodeSettings = decoder(SettingsAct)
const decodeSilence = decoder(SilenceAct)
const decodeHandOver = decoder(HandOverAct)
const decodeTestBox = decoder(TestBoxAct)

/** The fleet, for technicians; planners may look. */
export function fleetRoutes(app: FastifyInstance, hub: Hub, ca: Authority, boxUrl: () => string): void {
  const { db, config } = hub
  pairingRoutes(app, hub, ca, boxUrl)
  releaseRoutes(app, hub)
  const id = (request: FastifyRequest) => (request.params as { id: string }).id
  const technician = async (request: FastifyRequest) => (await signedIn(db, request, 'technician')).user
  /** 204, or 404 when there is no such box or nothing to change. */
  const act = (path: string, work: (id: string, body: unknown, who: string) => Promise<boolean>) =>
    app.post(path, async (request, reply) => {
      const who = await technician(request)
      if (!(await work(id(request), request.body, who))) throw problem(404, 'There is no such box.')
      return reply.code(204).send()
    })

  app.get('/api/fleet', async (request): Promise<Fleet> => {
    await signedIn(db, request, 'technician', 'planner')
    const people = config.users.filter(({ roles }) => roles.includes('technician')).map(({ name }) => name)
    return { boxes: await fleetView(db, config), people }
  })
  // For older callers: the same boxes without the rest.
  app.get('/api/boxes', async (request) => {
    await signedIn(db, request, 'technician', 'planner')
    return fleetView(db, config)
  })
  app.get('/api/boxes/:id/history', async (request) => {
    await signedIn(db, request, 'technician', 'planner')
    return history(db, id(request))
  })
  app.get('/api/boxes/:id/log', async (request): Promise<LogLine[]> => {
    const who = await technician(request)
    const box = id(request)
    const row = await db.selectFrom('boxes').select(['hub', 'health']).where('id', '=', box).executeTakeFirst()
    if (!row) throw problem(404, 'There is no such box.')
    if (!row.hub) throw problem(409, 'The box is not connected now: try again when it is.')
    // An older one would take the question for a broken line.
    if (!row.health?.tellsLog) throw problem(409, 'This box’s software does not tell its log yet.')
    const message = { is: 'tell-log', box } as const
    const answer = row.hub === hub.bus.id ? await boxTellsLog(hub, message) : await hub.bus.request(row.hub, message)
    if (answer.is !== 'log') throw problem(409, 'The box did not answer: try again in a moment.')
    await audit(db, { act: 'log-read', who, box })
    return answer.lines
  })
  app.get('/api/boxes/:id/settings', async (request): Promise<BoxSettings> => {
    await technician(request)
    const box = id(request)
    const row = await newest(db, box)
    const known = await db.selectFrom('boxes').select('proposal').where('id', '=', box).executeTakeFirst()
    return { version: row?.version ?? 0, settings: row?.settings ?? null, proposal: known?.proposal ?? null }
  })
  app.get('/api/boxes/:id/settings/start', async (request) => {
    await technician(request)
    const { like } = request.query as { like?: string }
    if (like !== undefined && !uuid.test(like)) throw problem(404, 'There is no such box.')
    return startOf(hub, id(request), like)
  })
  app.put('/api/boxes/:id/settings', async (request) => {
    const who = await technician(request)
    const { settings } = decodeSettings(request.body)
    return { version: await putSettings(db, ca, id(request), settings, who) }
  })
  app.post('/api/boxes/:id/accept-code', async (request) => {
    const who = await technician(request)
    const made = await newAcceptCode(db, ca, id(request), who)
    if (!made) throw problem(404, 'There is no such box.')
    return made
  })
  act('/api/boxes/:id/service', (box, body, who) => setService(db, box, decodeService(body), who))
  act('/api/boxes/:id/move', (box, body, who) => move(db, ca, box, decodeMove(body), who))
  act('/api/boxes/:id/test-box', (box, body, who) => setTestBox(db, box, decodeTestBox(body).test, who))
  act('/api/boxes/:id/retire', (box, _body, who) => retire(db, box, who))
  act('/api/boxes/:id/revoke', (box, _body, who) => revoke(db, box, who))
  act('/api/alarms/:id/silence', (alarm, body, who) => silence(db, alarm, decodeSilence(body).hours, who))
  act('/api/alarms/:id/hand-over', (alarm, body, who) => handOver(db, alarm, decodeHandOver(body).to, who))

  // Monitoring shows a token of its own; a technician's session serves for a look.
  app.get('/metrics', async (request, reply) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!config.metricsToken || !isSame(token, config.metricsToken))
      await signedIn(db, request, 'technician', 'planner')
    return reply.type('text/plain; version=0.0.4').send(metrics(await fleetView(db, config)))
  })
}

/** Takes as long for a near guess as for a far one. */
function isSame(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(secret))
}
