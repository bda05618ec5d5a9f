/**
 * `make demo`: hub on its embedded PostgreSQL, one box, the virtual devices and the authority's stand-in; prints where to
 * look and ends them all at Ctrl-C. Also the ground the journey tests stand on: `startDemo` with free ports.
 */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import type { BoxConfig, LocalConfig } from '../../device/config.ts'
import type { SignIn } from '../../device/contract/api.ts'
import { Fault } from '../../device/contract/faults.ts'
import { errands } from '../../device/contract/nouns.ts'
import type { Settings } from '../../device/contract/settings.ts'
import { enrol } from '../enrol/enrol.ts'
import type { BenchReady, BenchSensorChanged } from './bench.ts'
import { type Child, startChild } from './child.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export type DemoPorts = { screen: number; web: number; box: number; bench: number; authority: number }
/** Where `make demo` listens; tests take free ports. */
export const demoPorts: DemoPorts = { screen: 8100, web: 8200, box: 8243, bench: 8300, authority: 8400 }
export const freePorts: DemoPorts = { screen: 0, web: 0, box: 0, bench: 0, authority: 0 }

export const demoCaseworker: SignIn = { user: 'kirsten', password: 'kirsten-demo' }
export const demoPlanner: SignIn = { user: 'plan', password: 'plan-demo' }
export const demoSupervisor = { user: 'leo', password: 'leo-demo' }
export const demoFinance: SignIn = { user: 'finans', password: 'finans-demo' }
export const demoTechnician: SignIn = { user: 'teknik', password: 'teknik-demo' }

export type DemoOptions = {
  /** Everything of this demo lives in here: database, keys, outbox, spool. Kept between starts. */
  folder: string
  /** Shared between demos: sample pictures and what the detector found in them. */
  cache: string
  ports: DemoPorts
  portraits?: string
  /** `none`: virtual devices answer as fast as they can. */
  pace?: 'real' | 'none'
  fps?: number
  /** `camera`: the box has a document camera instead of an MRZ reader. */
  mrz?: 'reader' | 'camera'
  box?: Partial<
    Pick<
      BoxConfig,
      'supervised' | 'fourEyes' | 'tamper' | 'attention' | 'farewellMs' | 'lateMs' | 'dwellMs' | 'challenge'
    >
  >
  /** The box is nobody's yet: it shows its code, and the hub wants an acceptance test (for the technician's journey). */
  unenrolled?: boolean
  /** How the two ends of a call may find each other; left out: directly. */
  call?: { turn: { urls: string[]; secret: string }; iceTransportPolicy: 'all' | 'relay' }
  /** Fill the hub with a made-up municipality and a year of appointments. */
  appointments?: boolean
  /** How long a new configuration is tried (ms). */
  trialMs?: number
  /** A line of a program's log. */
  onLog?: (program: string, line: string) => void
  /** What is being done, for people who wait. */
  onProgress?: (what: string) => void
}

export type Demo = {
  screen: string
  desk: string
  web: string
  bench: string
  authority: string
  booking: string
  planning: string
  /** Fees that were not paid by card. */
  bills: string
  programs: Record<'authority' | 'hub' | 'bench' | 'box', Child<unknown>>
  boxData: string
  /** The configuration that fits this demo's devices. */
  settings: Settings
  /** Where the box keeps whose it is. */
  identity: string
  /** Resolves with a sentence when a program ends that nobody told to. */
  died: Promise<string>
  /** Starts the box again after it was stopped or killed. */
  startBox(): Promise<void>
  startHub(): Promise<void>
  stop(): Promise<void>
}

type HubReady = { is: 'ready'; web: string; box: string }
type RegisterReady = { is: 'ready'; url: string }
type AuthorityReady = { is: 'ready'; url: string }
type BoxReady = { is: 'ready'; screen: string; backend: string }

const places = [
  { id: 'hovedbiblioteket', name: 'Hovedbiblioteket', address: 'Biblioteksgade 3, 4999 Kystby' },
  {
    id: 'raadhuset',
    name: 'Borgerservice på rådhuset',
    address: 'Torvet 1, 4999 Kystby',
    directions: {
      da: 'Gå ud ad hoveddøren og til højre ad Biblioteksgade til Torvet (4 minutter). Rådhuset har det grønne tårn. Borgerservice er i stuen til venstre; der er elevator og rampe ved porten.',
      en: 'Leave by the main door and go right along Biblioteksgade to Torvet (4 minutes). The town hall has the green tower. Citizen Service is on the ground floor on the left; lift and ramp are at the gate.',
    },
  },
]
const municipality = {
  name: 'Kystby Kommune',
  phone: '70 10 20 30',
  address: ['Torvet 1', '4999 Kystby'],
  logo: join(import.meta.dirname, 'logo.svg'),
}

const portUse: Record<keyof DemoPorts, string> = {
  screen: 'the citizen’s screen',
  web: 'the caseworker’s desk',
  box: 'the hub’s box port',
  bench: 'the virtual bench',
  authority: 'the authority’s stand-in',
}

/** Before anything is started, so that a busy port is said in one sentence and nothing has to be undone. */
export async function portsFree(ports: Partial<DemoPorts>): Promise<void> {
  for (const [name, port] of Object.entries(ports) as [keyof DemoPorts, number][]) {
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (!free) throw new Fault('port.busy', `Port ${port}, for ${portUse[name]}, is in use (by another demo?)`)
  }
}

/** Starts everything, in the order in which each needs the other. Rejects with one sentence; what was started is ended. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { ports, cache, onLog = () => {}, onProgress = () => {} } = options
  await portsFree(ports)
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  const started: Child<unknown>[] = []
  const run = async <Ready>(name: string, script: string, args: string[]) => {
    const child = await startChild<Ready>(join(ROOT, script), args, (line) => {
      if (line.startsWith('{"is":"sensor"')) changeSensor((JSON.parse(line) as BenchSensorChanged).finger)
      onLog(name, line)
    })
    started.push(child)
    void child.ended.then((code) => {
      if (!told.has(child)) died.resolve(`the ${name} ended by itself (${code}): see .run/demo.log`)
    })
    return child
  }
  /** Programs that were told to end. */
  const told = new Set<Child<unknown>>()
  const died = Promise.withResolvers<string>()
  let changeSensor: (finger: BoxConfig['devices']['finger']) => void = () => {}
  const stop = async () => {
    for (const child of started.reverse()) {
      told.add(child)
      await child.stop()
    }
  }
  try {
    onProgress('authority’s stand-in')
    const authority = await run<AuthorityReady>('authority', 'drivers/virtual/authority.ts', [
      '--port',
      String(ports.authority),
      '--folder',
      join(folder, 'authority'),
    ])
    onProgress('registers’ stand-in')
    const registerToken = randomBytes(18).toString('base64url')
    const register = await run<RegisterReady>('register', 'drivers/virtual/register.ts', ['--token', registerToken])
    onProgress('hub, with its own PostgreSQL')
    const hubConfig = join(folder, 'hub.json')
    const writeHub = (web: number, box: number) =>
      writeFileSync(
        hubConfig,
        JSON.stringify({
          data: join(folder, 'hub'),
          municipality: municipality.name,
          web: { host: '127.0.0.1', port: web },
          box: { host: '127.0.0.1', port: box },
          database: null,
          authority: authority.ready.url,
          registers: { base: register.ready.url, token: registerToken },
          users: [
            { ...demoCaseworker, name: 'Kirsten Dahl', role: 'Borgerservice', roles: ['caseworker'] },
            { user: 'ali', password: 'ali-demo', name: 'Ali Yılmaz', role: 'Borgerservice', roles: ['caseworker'] },
            { ...demoSupervisor, name: 'Leo Leder', role: 'Teamleder', roles: ['supervisor', 'auditor'] },
            { ...demoTechnician, name: 'Teknik', role: 'Tekniker', roles: ['technician'] },
            { ...demoPlanner, name: 'Pia Plan', role: 'Planlægger', roles: ['planner'] },
            { ...demoFinance, name: 'Frida Finans', role: 'Økonomi', roles: ['finance'] },
          ],
          // A demonstration has no TPM: said again where boxes are shown.
          softwareKeys: true,
          withoutAcceptance: !options.unenrolled,
          iceServers: [],
          ...options.call,
          ...(options.appointments ? { demo: { seed: 2026 } } : {}),
        }),
      )
    writeHub(ports.web, ports.box)
    let hub = await run<HubReady>('hub', 'hub/main.ts', [hubConfig])
    const portOf = (url: string) => Number(new URL(url).port)

    onProgress('virtual devices')
    const benchArgs = ['--folder', join(folder, 'bench'), '--cache', cache, '--port', String(ports.bench)]
    if (options.portraits) benchArgs.push('--portraits', options.portraits)
    if (options.pace) benchArgs.push('--pace', options.pace)
    if (options.mrz) benchArgs.push('--mrz', options.mrz)
    if (options.fps) benchArgs.push('--fps', String(options.fps))
    const bench = await run<BenchReady>('bench', 'provisioning/demo/bench.ts', benchArgs)

    const identity = join(folder, 'identity')
    if (!options.unenrolled && !existsSync(join(identity, 'box.json'))) {
      onProgress('enrolling the box')
      const enrolled = await enrol({
        web: hub.ready.web,
        technician: demoTechnician,
        name: 'Boks 1',
        place: 'Hovedbiblioteket',
        folder: identity,
      })
      await fetch(new URL('/boxes', authority.ready.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ box: enrolled.box, key: enrolled.publicKey }),
      })
    }

    onProgress('box')
    const boxConfig = join(folder, 'box.json')
    const boxData = join(folder, 'box')
    let finger = bench.ready.devices.finger
    const settings = (): Settings => ({
      place: 'Hovedbiblioteket',
      municipality,
      places,
      devices: { ...bench.ready.devices, finger },
      errands: [...errands],
      ...options.box,
    })
    const writeBox = (screen: number) => {
      const local: LocalConfig = {
        data: boxData,
        identity,
        trust: bench.ready.trust,
        web: hub.ready.web,
        ...(options.unenrolled ? {} : { hub: hub.ready.box }),
        ...(options.trialMs ? { trialMs: options.trialMs } : {}),
        screen: { host: '127.0.0.1', port: screen },
      }
      writeFileSync(boxConfig, JSON.stringify(options.unenrolled ? local : { ...local, ...settings() }))
    }
    writeBox(ports.screen)
    let box = await run<BoxReady>('box', 'device/main.ts', [boxConfig])
    let order = Promise.resolve()
    // As a technician does it: the box is switched off, its configuration changed, and the box switched on.
    changeSensor = (next) => {
      order = order
        .then(async () => {
          told.add(box)
          await box.stop()
          finger = next
          writeBox(portOf(box.ready.screen))
          box = await run<BoxReady>('box', 'device/main.ts', [boxConfig])
        })
        .catch((error) => died.resolve(String(error)))
    }

    return {
      screen: box.ready.screen,
      web: hub.ready.web,
      desk: new URL('/desk/', hub.ready.web).href,
      bench: bench.ready.bench,
      authority: authority.ready.url,
      booking: new URL('/booking/', hub.ready.web).href,
      planning: new URL('/planning/', hub.ready.web).href,
      bills: new URL('/bills/', hub.ready.web).href,
      get programs() {
        return { authority, hub, bench, box }
      },
      boxData,
      settings: settings(),
      identity,
      died: died.promise,
      // At the same ports as before: screens, desks and boxes come back by themselves.
      async startBox() {
        writeBox(portOf(box.ready.screen))
        box = await run<BoxReady>('box', 'device/main.ts', [boxConfig])
      },
      async startHub() {
        writeHub(portOf(hub.ready.web), portOf(hub.ready.box))
        hub = await run<HubReady>('hub', 'hub/main.ts', [hubConfig])
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
