/** Many at once want the same few times, through two hub processes; then the database and every citizen are asked who has what. */
import { Agent, request } from 'node:http'
import { sql } from 'kysely'
import type { Appointment, Booked, Hold } from '../../device/contract/booking.ts'
import type { Db } from '../../hub/store/store.ts'

export type RaceResult = {
  attempts: number
  booked: number
  refused: number
  failed: number
  /** Times that two have, by the database. */
  doubles: number
  /** Citizens who were told a code that is not theirs at that time, and bookings that nobody was told of. */
  phantoms: number
  p50Ms: number
  p99Ms: number
  seconds: number
}

type Answer = { status: number; body: unknown }

function ask(agent: Agent, method: string, url: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers = text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}
    const sent = request(url, { method, agent, headers }, (reply) => {
      let got = ''
      reply.setEncoding('utf8')
      reply.on('data', (piece: string) => (got += piece))
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: got ? JSON.parse(got) : null }))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

/** `attempts` bookings of `slots` (each with one place), `atOnce` at a time, in turn through each of `webs`. */
export async function race(
  webs: string[],
  db: Db,
  options: { slots: string[]; errand: string; attempts: number; atOnce: number },
): Promise<RaceResult> {
  const { slots, errand, attempts, atOnce } = options
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const told: { slot: string; code: string; link: string }[] = []
  const times: number[] = []
  let refused = 0
  let failed = 0
  let next = 0
  const began = performance.now()
  const one = async (n: number) => {
    const web = webs[n % webs.length]!
    // Everybody looks for the same popular ones first.
    const slot = slots[Math.floor((n * slots.length) / attempts + Math.random() * 40) % slots.length]!
    const start = performance.now()
    const held = await ask(agent, 'POST', `${web}/api/holds`, { slot, errands: [errand] })
    times.push(performance.now() - start)
    if (held.status === 409) return void refused++
    if (held.status !== 200) return void failed++
    const contact = `citizen${n}@example.dk`
    // The form is sent through the other process: it must know the hold too.
    const other = webs[(n + 1) % webs.length]!
    const wish = { hold: (held.body as Hold).hold, name: `Borger ${n}`, contact }
    const booked = await ask(agent, 'POST', `${other}/api/appointments`, wish)
    if (booked.status !== 200) return void failed++
    told.push({ slot, ...(booked.body as Booked) })
  }
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < attempts) await one(next++)
    }),
  )
  const seconds = (performance.now() - began) / 1000

  const { rows: pairs } = await sql<{ n: number }>`
    select count(*)::int as n from booking_seats a join booking_seats b on a.resource = b.resource and a.id < b.id
      and a.starts < b.ends and b.starts < a.ends`.execute(db)
  const { rows: stored } = await sql<{ code: string; slot: string; seats: number }>`
    select b.code, b.place || '.' || b.kind || '.' || to_char(b.starts at time zone 'Europe/Copenhagen', 'YYYY-MM-DD"T"HH24MI') || '.'
        || (extract(epoch from b.ends - b.starts) / 60)::int as slot,
      (select count(*)::int from booking_seats s where s.booking = b.id) as seats
    from bookings b where b.state = 'booked' and b.email like 'citizen%@example.dk'`.execute(db)
  const inStore = new Set(stored.map(({ slot, code }) => `${slot} ${code}`))
  let phantoms = stored.filter(({ seats }) => seats === 0).length + Math.abs(stored.length - told.length)
  phantoms += told.filter(({ slot, code }) => !inStore.has(`${slot} ${code}`)).length
  // A few dozen citizens look at their link.
  for (const { link, code } of told.slice(0, 40)) {
    const shown = await ask(agent, 'GET', link)
    if (shown.status !== 200 || (shown.body as Appointment).code !== code) phantoms++
  }
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
  return {
    attempts,
    booked: told.length,
    refused,
    failed,
    doubles: pairs[0]!.n,
    phantoms,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    seconds: Math.round(seconds * 10) / 10,
  }
}
