/** One hub process: puts the rooms together, starts them in order and stops them in the other. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { Fault } from '../device/contract/faults.ts'
import { startBooking } from './booking/booking.ts'
import { type Bus, type BusEvents, openBus } from './bus/bus.ts'
import type { Config } from './config.ts'
import type { Hub } from './context.ts'
import { guestTakes } from './desk/guests.ts'
import { boxResolves, boxTakes, boxTellsLog } from './desk/to-box.ts'
import { takeUsers } from './desk/users.ts'
import { sweepAlarms } from './fleet/alarms.ts'
import { openAuthority } from './fleet/ca.ts'
import { boxPort } from './fleet/port.ts'
import { NOW } from './queue/changed.ts'
import { deskTakes, reconciler } from './queue/reconcile.ts'
import { openCaseOf } from './queue/snapshot.ts'
import { SWEEP_MS, sweep } from './queue/sweep.ts'
import { closing, TIMING, type Timing } from './sockets.ts'
import { type Postgres, startPostgres } from './store/postgres.ts'
import { openStore } from './store/store.ts'
import { webPort } from './web/port.ts'

/** Whoever does not answer the hub's goodbye within this is silent; the end does not wait for them (ms). */
const GOODBYE_MS = 1_000

/** Alarms are looked at with every fifth sweep. */
const ALARM_TURNS = 5

export type RunningHub = {
  /** Where people's browsers go. */
  web: string
  /** Where boxes connect (`wss://…/box`). */
  box: string
  /** Of the database, for further hub processes. */
  database: string
  /** Settles with the reason if the hub cannot go on. */
  failed: Promise<Fault>
  stop(): Promise<void>
}

/** Starts a hub process. `Fault('port.busy')` or `Fault('config.invalid')` when it cannot; nothing is left running then. */
export async function startHub(config: Config, log: Logger, timing: Partial<Timing> = {}): Promise<RunningHub> {
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    return await start(config, log, { ...TIMING, ...timing }, undo, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  config: Config,
  log: Logger,
  timing: Timing,
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RunningHub> {
  // Others may pass through to PostgreSQL's own folder (see store/postgres.ts), not look around.
  mkdirSync(config.data, { recursive: true, mode: 0o711 })
  let postgres: Postgres | undefined
  if (!config.database) {
    postgres = await startPostgres(join(config.data, 'postgres'))
    undo.push(() => postgres!.stop())
  }
  const database = config.database ?? postgres!.url
  let leaving = false
  const db = await openStore(database, (error) => {
    // PostgreSQL may end before the last of the connections that were closed to it.
    if (!leaving) log.warn({ error: error.message }, 'a database connection broke')
  })
  undo.push(async () => {
    leaving = true
    await db.destroy()
  })
  await takeUsers(db, config.users, config.municipality)
  const ca = await openAuthority(config.data)

  const aside = new Set<Promise<unknown>>()
  undo.push(() => Promise.all(aside))
  const state = reconciler(() => hub)
  const boxes: Hub['boxes'] = new Map()
  const desks: Hub['desks'] = new Map()
  const guests: Hub['guests'] = new Map()
  const refresh = async (urgent = false) => {
    if (!bus.connected()) return
    await state
      .refresh(urgent)
      .catch((error: Error) => log.error({ error: error.message }, 'the queue could not be read'))
  }
  const closeAll = (code: number, reason: string) => {
    for (const end of [...boxes.values(), ...desks.values()]) end.close(code, reason)
  }
  const events: BusEvents = {
    changed(about) {
      if (about && about !== NOW) hub.aside('a case could not be read', state.look(about))
      hub.aside('the queue could not be read', refresh(about === NOW))
    },
    async request(request) {
      switch (request.is) {
        case 'to-box':
          return boxTakes(hub, request)
        case 'resolve':
          return boxResolves(hub, request)
        case 'tell-log':
          return boxTellsLog(hub, request)
        case 'to-guest':
          return guestTakes(hub, request)
        case 'to-desk':
          return deskTakes(hub, request)
      }
    },
    lost: () => {
      log.error('the database is gone')
      closeAll(closing.restart, 'the hub lost its database')
    },
    back: () => {
      log.info('the database is back')
      hub.aside(
        'could not forget what ended',
        forget(hub).then(() => refresh()),
      )
    },
  }
  const bus: Bus = await openBus(database, events, config.nats)
  undo.push(() => bus.close())
  let webUrl = ''
  const hub: Hub = {
    config,
    publicUrl: () => (config.publicUrl ?? webUrl).replace(/\/$/, ''),
    db,
    database,
    bus,
    log,
    timing,
    boxes,
    desks,
    guests,
    aside(what, work) {
      const logged = work
        .catch((error: Error) => log.warn({ error: error.message }, what))
        .finally(() => aside.delete(logged))
      aside.add(logged)
    },
    snapshot: state.snapshot,
    inject: null,
    refresh,
    async caseOf(claim) {
      return state.snapshot().byClaim.get(claim) ?? openCaseOf(db, claim)
    },
  }
  await sweep(db, timing.graceMs)
  let sweeping = false
  let turn = 0
  const sweeper = setInterval(() => {
    if (sweeping || !bus.connected()) return
    sweeping = true
    turn += 1
    hub.aside(
      'no sweep',
      Promise.all([sweep(db, timing.graceMs), turn % ALARM_TURNS === 1 ? sweepAlarms(db) : null]).finally(
        () => (sweeping = false),
      ),
    )
  }, SWEEP_MS)
  undo.push(async () => clearInterval(sweeper))

  const endBooking = await startBooking(hub, () => webUrl)
  undo.push(async () => endBooking())

  let boxUrl = ''
  const box = await boxPort(hub, ca)
  const web = await webPort(hub, ca, () => boxUrl)
  hub.inject = web.inject.bind(web)
  undo.push(async () => {
    closeAll(closing.goingAway, 'the hub is stopping')
    const timer = setTimeout(() => {
      for (const app of [box, web]) for (const socket of app.websocketServer.clients) socket.terminate()
    }, GOODBYE_MS)
    await Promise.all([box.close(), web.close()])
    clearTimeout(timer)
  })
  const boxAddress = await listen(box, config.box.host, config.box.port)
  boxUrl = `wss://${config.box.name ? `${config.box.name}:${boxAddress.port}` : boxAddress.at}/box`
  const webAddress = await listen(web, config.web.host, config.web.port)
  webUrl = `http://${webAddress.at}`

  const failed = new Promise<Fault>((resolve) => {
    void postgres?.exited.then(() => resolve(new Fault('config.invalid', 'database: PostgreSQL has ended')))
  })
  return { web: webUrl, box: boxUrl, database, failed, stop }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<{ at: string; port: number }> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Fault('port.busy', `${host}:${port}`, { cause })
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Fault('config.invalid', `${host}:${port} cannot be listened on (${code})`, { cause })
    }
    throw cause
  }
  const address = app.server.address() as { port: number }
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return { at: `${name}:${address.port}`, port: address.port }
}

/** What the database still says of connections that ended while it was away. */
async function forget(hub: Hub): Promise<void> {
  const connections = [...hub.boxes.values()].map((end) => end.connection)
  await sql`update boxes set hub = null where hub = ${hub.bus.id} and connection <> all(${connections}::uuid[])`.execute(
    hub.db,
  )
  const here = [...hub.desks.keys()]
  await sql`delete from desks where hub = ${hub.bus.id} and id <> all(${here}::uuid[])`.execute(hub.db)
}
