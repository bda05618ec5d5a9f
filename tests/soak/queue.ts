/**
 * Many boxes and caseworkers on two hub processes and one PostgreSQL, over real TLS sockets: claims a second, from "help" to
 * "taken", memory a connection. The first half of the citizens come as fast as they are served, as many at a time as there are
 * caseworkers; then one process is killed, and the other half comes all at once. Everybody must be served once, nobody twice.
 * Run: node tests/soak/queue.ts [BOXES] [CASEWORKERS].
 */
import 'reflect-metadata'
import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import * as x509 from '@peculiar/x509'
import { sql } from 'kysely'
import type { DeskSocketDown, DeskSocketUp } from '../../device/contract/api.ts'
import type { LinkDown, LinkUp } from '../../device/contract/link.ts'
import { CONTRACT } from '../../device/contract/nouns.ts'
import { verifyAudit } from '../../hub/desk/audit.ts'
import { hashPassword } from '../../hub/desk/passwords.ts'
import { openAuthority } from '../../hub/fleet/ca.ts'
import { openStore } from '../../hub/store/store.ts'
import { machineLine, quantile, table } from '../bench/machine.ts'
import { boxLine, type Child, handoff, hubHere, hubProcess, openLine, publicKey, report } from '../hub/clients.ts'

/** Sockets opened at a time: more would only queue in the kernel. */
const AT_ONCE = 20
const RETRY_MS = 200
/** Longer than any of this takes; what is not served then counts as lost (ms). */
const LIMIT_MS = 600_000
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
x509.cryptoProvider.set(webcrypto as unknown as Crypto)

/** Runs `work` over all, a few at a time. */
async function each<T>(all: readonly T[], work: (one: T, i: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let i = next++; i < all.length; i = next++) await work(all[i]!, i)
    }),
  )
}

const residentKb = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

export async function queueSoak(boxes = 10_000, caseworkers = 200): Promise<boolean> {
  console.log(machineLine())
  const hash = await hashPassword('soak')
  const users = Array.from({ length: caseworkers }, (_, i) => {
    const user = `c${i}`
    return { user, hash, name: `Sagsbehandler ${i}`, role: 'Borgerservice', roles: ['caseworker' as const] }
  })
  const technician = {
    user: 'tove',
    password: 'tove-password',
    name: 'Tove',
    role: 'Teknik',
    roles: ['technician' as const],
  }
  const base = await hubHere({ users: [...users, technician] })
  const db = await openStore(base.database, () => {})
  const hubs: Child[] = []
  for (let i = 0; i < 2; i++) hubs.push(await hubProcess({ ...base.config, database: base.database }))
  const bare = hubs.map((hub) => residentKb(hub.process.pid!))
  const alive = (i: number) => hubs[i % hubs.length]!

  // As many certificates as boxes, one key for all: making keys is not what is measured.
  const keys = (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair
  const request = await x509.Pkcs10CertificateRequestGenerator.create({ name: 'CN=box', keys, signingAlgorithm: P256 })
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as webcrypto.CryptoKey)
  const privateKey = x509.PemConverter.encode(der, 'PRIVATE KEY')
  const ca = await openAuthority(base.config.data)
  const enrolled: { ca: string; certificate: string; key: string }[] = []
  const asked = request.toString('pem')
  await each(Array.from({ length: boxes }), async (_, i) => {
    const id = randomUUID()
    const { certificate, fingerprint } = await ca.forBox(id, asked)
    await db
      .insertInto('boxes')
      .values({ id, name: `Boks ${i}`, place: 'Biblioteket', fingerprint, enrolled_by: 'soak' })
      .execute()
    enrolled.push({ ca: ca.certificate, certificate, key: privateKey })
  })
  console.log(`${boxes} boxes enrolled`)

  const cookies = users.map(() => randomBytes(32).toString('base64url'))
  const later = new Date(Date.now() + 6 * 3_600_000)
  for (const [i, cookie] of cookies.entries()) {
    const token = createHash('sha256').update(cookie).digest('hex')
    await db
      .insertInto('sessions')
      .values({ token, user_name: users[i]!.user, expires_at: later, ends_at: later })
      .execute()
  }

  let over = false
  /** From “help” to “taken” (ms): while as many ask as there are caseworkers, and in the rush. */
  const waits = { steady: [] as number[], rush: [] as number[] }
  const half = Math.floor(boxes / 2)
  let served = 0
  let onServed = () => {}
  const wishes = enrolled.map(() => handoff())
  const begun = new Map<string, number>()
  const key = await publicKey()

  /** One box: comes back after every break, says its wish until it was served. */
  async function box(i: number, connected: () => void): Promise<void> {
    const wish = wishes[i]!
    const boot = randomUUID()
    while (!over) {
      const line = await boxLine(alive(i).box, enrolled[i]! as never).catch(() => null)
      if (!line) {
        await sleep(RETRY_MS)
        continue
      }
      line.send({ is: 'hello', contract: CONTRACT, software: 'soak', boot })
      line.socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as LinkDown
        line.pending.length = 0
        if (message.is === 'hello') {
          connected()
          if (begun.has(wish.case)) line.send(report(wish) as LinkUp)
        } else if (message.is === 'request') {
          line.send({ is: 'reply', id: message.id, reply: { is: 'ok' } })
          const start = begun.get(wish.case) ?? -1
          if (start > 0) {
            waits[i < half ? 'steady' : 'rush'].push(performance.now() - start)
            served += 1
            onServed()
          }
          begun.set(wish.case, -1)
        } else if (message.is === 'target' && begun.get(wish.case) === -1) {
          const { claim, queue } = message.target
          if (!claim && !queue) line.send(report(null))
        }
      })
      lines[i] = line
      await line.closed
    }
  }
  const lines: (Awaited<ReturnType<typeof boxLine>> | undefined)[] = []

  /** One caseworker: takes the next, lets go, takes the next. */
  async function desk(i: number): Promise<void> {
    while (!over) {
      const url = `${alive(i).web.replace('http', 'ws')}/desk`
      const line = await openLine<DeskSocketUp, DeskSocketDown>(url, {
        headers: { cookie: `boks=${cookies[i]}` },
      }).catch(() => null)
      if (!line) {
        await sleep(RETRY_MS)
        continue
      }
      let idle = true
      const next = () => {
        idle = false
        line.send({ is: 'next', sealKey: key, signKey: key })
      }
      line.socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as DeskSocketDown
        line.pending.length = 0
        if (message.is === 'claimed') {
          const { claim } = message
          line.send({ is: 'to-box', id: claim, claim, sealed: 'hello' })
        } else if (message.is === 'sent') {
          // The box has heard: it is served. Until then it is tried again.
          if (message.ok) {
            line.send({ is: 'release', claim: message.id, how: 'done' })
            next()
          } else
            setTimeout(() => line.send({ is: 'to-box', id: message.id, claim: message.id, sealed: 'hello' }), RETRY_MS)
        } else if (message.is === 'not-claimed') idle = true
        else if (message.is === 'queue' && idle && (message.waiting ?? 0) > 0) next()
      })
      await line.closed
    }
  }

  const running: Promise<void>[] = []
  await each(enrolled, async (_, i) => {
    await new Promise<void>((connected) => running.push(box(i, connected)))
  })
  const full = hubs.map((hub) => residentKb(hub.process.pid!))
  console.log(`${boxes} boxes connected`)
  running.push(...users.map((_, i) => desk(i)))

  const ask = (i: number) => {
    const wish = wishes[i]!
    begun.set(wish.case, performance.now())
    lines[i]?.send(report({ ...wish, since: new Date().toISOString() }))
  }
  const started = performance.now()
  let next = 0
  const more = () => {
    while (next < half && next - served < caseworkers) ask(next++)
  }
  await new Promise<void>((resolve) => {
    onServed = () => (served === half ? resolve() : more())
    more()
    setTimeout(resolve, LIMIT_MS).unref()
  })
  onServed = () => {}
  const steady = (performance.now() - started) / 1000
  console.log(`${served} served; one hub process is killed, and ${boxes - half} more ask at once`)
  const [doomed] = hubs.splice(0, 1)
  await doomed!.stop('SIGKILL')
  const rushed = performance.now()
  for (let i = half; i < boxes; i++) ask(i)
  const limit = performance.now() + LIMIT_MS
  const done = async () =>
    (await sql<{ n: number }>`select count(distinct case_id)::int as n from claims where how = 'done'`.execute(db))
      .rows[0]!.n
  while ((await done()) < boxes && performance.now() < limit) await sleep(500)
  const rush = (performance.now() - rushed) / 1000
  over = true

  const { rows } = await sql<{ once: number; twice: number; open: number }>`
    select count(distinct case_id) filter (where how = 'done')::int as once,
      (select count(*)::int from (select case_id from claims where how = 'done' group by case_id having count(*) > 1) t) as twice,
      (select count(*)::int from cases where state <> 'ended') as open
    from claims`.execute(db)
  const { once, twice, open } = rows[0]!
  const chain = await verifyAudit(db)
  const kb = Math.round((full[0]! + full[1]! - bare[0]! - bare[1]!) / boxes)
  console.log(
    table(`${boxes} boxes, ${caseworkers} caseworkers, two hub processes, one killed in the middle`, [
      { what: 'citizens served', figure: once },
      { what: 'served twice', figure: twice },
      { what: 'lost (still open)', figure: open },
      { what: 'claims a second, two processes', figure: Math.round(half / steady) },
      { what: '“help” to “taken”, p50 (ms)', figure: Math.round(quantile(waits.steady, 0.5)) },
      { what: '“help” to “taken”, p99 (ms)', figure: Math.round(quantile(waits.steady, 0.99)) },
      { what: `claims a second, ${boxes - half} at once on the one left`, figure: Math.round((once - half) / rush) },
      { what: '  of them: “help” to “taken”, p50 (s)', figure: Math.round(quantile(waits.rush, 0.5) / 1000) },
      { what: '  of them: “help” to “taken”, p99 (s)', figure: Math.round(quantile(waits.rush, 0.99) / 1000) },
      { what: 'hub memory a box’s connection (kB)', figure: kb },
      {
        what: `audit log of ${chain.is === 'intact' ? chain.entries : 0} entries intact (1: yes)`,
        figure: chain.is === 'intact' ? 1 : 0,
      },
    ]),
  )
  for (const line of lines) line?.socket.terminate()
  for (const hub of hubs) await hub.stop()
  await db.destroy()
  await base.end()
  return once === boxes && twice === 0 && open === 0 && chain.is === 'intact'
}

if (process.argv[1] === import.meta.filename) {
  const ok = await queueSoak(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 200))
  process.exit(ok ? 0 : 1)
}
