/** Boxes, desks and hubs for the tests: real sockets, real certificates, a real PostgreSQL. */
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pino from 'pino'
import { type ClientOptions, WebSocket } from 'ws'
import type { DeskSocketDown, DeskSocketUp } from '../../device/contract/api.ts'
import type { Health } from '../../device/contract/health.ts'
import type { Handoff, LinkDown, LinkUp, Report } from '../../device/contract/link.ts'
import { CONTRACT, type PublicKey } from '../../device/contract/nouns.ts'
import type { IdentityKey } from '../../device/enrol/identity-key.ts'
import { beginPairing } from '../../device/enrol/pairing.ts'
import { readIdentity } from '../../device/identity-folder.ts'
import { renew } from '../../device/link/credentials.ts'
import { publicKeyOf } from '../../device/link/keys.ts'
import type { Config } from '../../hub/config.ts'

import { type RunningHub, startHub } from '../../hub/hub.ts'
import type { Timing } from '../../hub/sockets.ts'

/** Only so that a broken hub fails a test instead of hanging the suite (ms). */
const GUARD_MS = 20_000
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
/** Any point will do: no authority reads what these boxes seal. */
const authorityKey = publicKeyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)

export const quiet = pino({ level: 'silent' })

export function testConfig(data: string, changes: Partial<Config> = {}): Config {
  const person = (user: string, name: string, roles: Config['users'][number]['roles']) => {
    return { user, password: `${user}-password`, name, role: 'Borgerservice', roles }
  }
  return {
    data,
    municipality: 'Prøveby Kommune',
    web: { host: '127.0.0.1', port: 0 },
    box: { host: '127.0.0.1', port: 0 },
    database: null,
    authority: 'http://127.0.0.1:9',
    authorityKey,
    softwareKeys: true,
    withoutAcceptance: true,
    users: [
      person('mette', 'Mette Holm', ['caseworker']),
      person('jens', 'Jens Krog', ['caseworker']),
      person('tove', 'Tove Teknik', ['technician', 'planner']),
      person('ada', 'Ada Revisor', ['auditor']),
    ],
    iceServers: [],
    ...changes,
  }
}

/** A folder that goes away with `end()`. */
export function tempFolder(): { path: string; end(): void } {
  const path = mkdtempSync(join(tmpdir(), 'boks-hub-'))
  return { path, end: () => rmSync(path, { recursive: true, force: true }) }
}

/** A hub in this process, on a PostgreSQL of its own. */
export async function hubHere(changes: Partial<Config> = {}, timing: Partial<Timing> = {}) {
  const folder = tempFolder()
  const config = testConfig(folder.path, changes)
  const hub = await startHub(config, quiet, timing)
  const end = async () => {
    await hub.stop()
    folder.end()
  }
  return { ...hub, config, end }
}

export type Child = Pick<RunningHub, 'web' | 'box'> & {
  process: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** A hub as a process of its own. Rejects with what it said if it ends before it is ready. */
export async function hubProcess(config: Config): Promise<Child> {
  const path = join(config.data, `hub-${randomUUID()}.json`)
  writeFileSync(path, JSON.stringify(config))
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../hub/main.ts'), path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails half-way neither hangs on this process nor leaves it behind.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk))
  // `close` comes after the last of what it said, `exit` may come before.
  const exited = once(child, 'close')
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), exited.then(() => null)])
  if (!line) throw new Error(`exit ${child.exitCode}: ${said}`)
  for (const handle of [child, child.stdout, child.stderr] as { unref?(): void }[]) handle.unref?.()
  const ready = JSON.parse(String(line[0])) as { web: string; box: string }
  return {
    ...ready,
    process: child,
    async stop(signal = 'SIGTERM') {
      child.ref()
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
    },
  }
}

export type Line<Up, Down> = {
  socket: WebSocket
  send(message: Up): void
  /** The oldest message not yet taken that fits; those before it are dropped. */
  take<T extends Down>(fits: (message: Down) => message is T): Promise<T>
  /** Everything not yet taken. */
  pending: Down[]
  closed: Promise<{ code: number; reason: string }>
  close(): Promise<unknown>
}

/** A WebSocket; rejects with "Unexpected server response: 401" and the like when it is refused. */
export async function openLine<Up, Down>(url: string, options: ClientOptions): Promise<Line<Up, Down>> {
  const socket = new WebSocket(url, { maxPayload: 16 * 1024 * 1024, ...options })
  const pending: Down[] = []
  let arrived = () => {}
  socket.on('message', (data) => {
    pending.push(JSON.parse(data.toString()) as Down)
    arrived()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  await once(socket, 'open')
  // From here on errors end in `closed`.
  socket.on('error', () => {})
  return {
    socket,
    pending,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    async take<T extends Down>(fits: (message: Down) => message is T): Promise<T> {
      const guard = AbortSignal.timeout(GUARD_MS)
      for (;;) {
        while (pending.length > 0) {
          const message = pending.shift()!
          if (fits(message)) return message
        }
        await new Promise<void>((resolve, reject) => {
          arrived = resolve
          guard.onabort = () => reject(new Error('the message awaited never came'))
        })
      }
    },
    close() {
      socket.close()
      return closed
    },
  }
}

/** Narrowing for `take`: messages with that `is`, and more if `also` says so. */
export function is<M extends { is: string }, Is extends M['is']>(
  name: Is,
  also: (message: Extract<M, { is: Is }>) => boolean = () => true,
) {
  return (message: M): message is Extract<M, { is: Is }> =>
    message.is === name && also(message as Extract<M, { is: Is }>)
}

export async function signIn(web: string, user: string, password = `${user}-password`): Promise<string> {
  const response = await post(`${web}/api/session`, { user, password })
  if (response.status !== 204) throw new Error(`sign-in: ${response.status}`)
  return response.headers.get('set-cookie')!.split(';')[0]!
}

export function post(url: string, body: unknown, cookie = '', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, ...headers },
    body: JSON.stringify(body),
  })
}

export type TestBox = { box: string; certificate: string; ca: string; hub: string; key: string; identity: IdentityKey }

/** One sign-in per hub is enough for enrolling: it costs 0.1 s of scrypt. */
const technicians = new Map<string, Promise<string>>()
function technician(web: string): Promise<string> {
  const cookie = technicians.get(web) ?? signIn(web, 'tove')
  technicians.set(web, cookie)
  return cookie
}

/** A box with a software key, enrolled by its code, with a fresh certificate. */
export async function enrolBox(web: string, name = 'Boks 1'): Promise<TestBox> {
  const folder = tempFolder()
  try {
    const pairing = await beginPairing({
      web,
      folder: folder.path,
      key: { is: 'software' },
      software: 'test',
      found: [],
    })
    const cookie = await technician(web)
    const seen = await fetch(`${web}/api/pairings/by-code/${pairing.code}`, { headers: { cookie } })
    if (seen.status !== 200) throw new Error(`pairing: ${seen.status} ${await seen.text()}`)
    const { pairing: id, fingerprint } = (await seen.json()) as { pairing: string; fingerprint: string }
    const accepted = { fingerprint, name, place: 'Biblioteket' }
    const response = await post(`${web}/api/pairings/${id}/accept`, accepted, cookie)
    if (response.status !== 200) throw new Error(`enrolment: ${response.status} ${await response.text()}`)
    const { box } = (await response.json()) as { box: string }
    pairing.keep(box)
    const identity = readIdentity(folder.path)
    const { key, cert } = await renew(identity)
    return { box, certificate: cert, ca: identity.ca, hub: identity.hub, key, identity: identity.key }
  } finally {
    folder.end()
  }
}

export type BoxLine = Line<LinkUp, LinkDown>
const boxLine = (url: string, box: TestBox, options: ClientOptions = {}) =>
  openLine<LinkUp, LinkDown>(url, { ca: box.ca, cert: box.certificate, key: box.key, ...options })

/** Connects a box and says hello. */
export async function connectBox(url: string, box: TestBox, boot = randomUUID(), options: ClientOptions = {}) {
  const line = await boxLine(url, box, options)
  line.send({ is: 'hello', contract: CONTRACT, software: 'test', boot })
  await line.take(is('hello'))
  return line
}
export { boxLine }

export const report = (handoff: Handoff | null): Extract<LinkUp, { is: 'report' }> => {
  const devices = { card: 'ready', mrz: 'ready', camera: 'ready', finger: 'ready', printer: 'absent' } as const
  const full: Report = { devices, visit: null, handoff, software: 'test' }
  return { is: 'report', report: full }
}

/** The health of a box that nothing is the matter with. */
export const well = (): Health => ({
  at: new Date().toISOString(),
  uptime: { process: 1, machine: 1 },
  temperature: null,
  memory: 1,
  disk: { free: 1e9, size: 1e9 },
  loopMs: 1,
  screenMs: 1,
  outbox: 0,
  certificateUntil: null,
  config: 0,
  faults: [],
  consumables: [],
})

export const handoff = (since = new Date()): Handoff => ({
  case: randomUUID(),
  errand: 'passport-renewal',
  language: 'da',
  step: 'decision',
  why: 'decision',
  since: since.toISOString(),
})

export type DeskLine = Line<DeskSocketUp, DeskSocketDown>
export const connectDesk = async (web: string, user: string, cookie?: string): Promise<DeskLine> =>
  openLine(`${web.replace('http', 'ws')}/desk`, { headers: { cookie: cookie ?? (await signIn(web, user)) } })

/** A public key as a browser exports it. */
export async function publicKey(): Promise<PublicKey> {
  const { publicKey } = (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair
  const { x, y } = await webcrypto.subtle.exportKey('jwk', publicKey as webcrypto.CryptoKey)
  return { kty: 'EC', crv: 'P-256', x: x!, y: y! }
}
