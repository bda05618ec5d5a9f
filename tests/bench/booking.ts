/** Booking under load, and a month's free times with a year of data. */
import { addDays } from '../../device/rules/calendar.ts'
import { fillDemo } from '../../hub/booking/demo.ts'
import { localOf } from '../../hub/booking/local-time.ts'
import { openStore } from '../../hub/store/store.ts'
import { race } from '../hub/booking-race.ts'
import { aDay, slotsOf, town } from '../hub/booking-town.ts'
import { hubHere, hubProcess, tempFolder, testConfig } from '../hub/clients.ts'

const ATTEMPTS = 10_000
const AT_ONCE = 200
const SLOTS = 500

/** 10,000 attempts, 200 at a time, on 500 slots through two hub processes. */
export async function bookingRace(): Promise<string[]> {
  const folder = tempFolder()
  const first = await hubHere()
  // Both as processes: this one only asks.
  const webs = await Promise.all(
    [1, 2].map(() => hubProcess(testConfig(tempFolder().path, { database: first.database }))),
  )
  const here = await town(first.database, { boxes: 1 })
  try {
    const from = aDay()
    const slots = (
      await slotsOf(first.web, { errand: 'passport-renewal', place: 'bibliotek', from, to: addDays(from, 30) })
    ).slice(0, SLOTS)
    const result = await race(
      webs.map(({ web }) => web),
      here.db,
      { slots: slots.map(({ slot }) => slot), errand: 'passport-renewal', attempts: ATTEMPTS, atOnce: AT_ONCE },
    )
    return [
      `booking: ${result.attempts} attempts, ${AT_ONCE} at a time, on ${slots.length} slots, two hub processes: ` +
        `${result.booked} booked, ${result.refused} refused, ${result.failed} failed, ${result.doubles} double, ${result.phantoms} phantom`,
      `booking: ${result.seconds} s, ${Math.round(result.attempts / result.seconds)} attempts/s; a hold p50 ${result.p50Ms} ms, p99 ${result.p99Ms} ms`,
    ]
  } finally {
    await here.end()
    for (const web of webs) await web.stop()
    await first.end()
    folder.end()
  }
}

/** `GET /api/slots` for a month with a year of appointments, at two hub processes: of one place, and of all eight. */
export async function bookingMonth(): Promise<string[]> {
  const hub = await hubHere()
  const db = await openStore(hub.database, () => {})
  try {
    const began = performance.now()
    const made = await fillDemo(db, 2026, new Date())
    const filled = (performance.now() - began) / 1000
    const today = localOf(new Date()).day
    const webs = await Promise.all(
      [1, 2].map(() => hubProcess(testConfig(tempFolder().path, { database: hub.database }))),
    )
    const times = async (web: string, query: Record<string, string>) => {
      const taken: number[] = []
      let count = 0
      for (let n = 0; n < 60; n++) {
        const from = addDays(today, 1 + (n % 20))
        const start = performance.now()
        count = (await slotsOf(web, { errand: 'passport-renewal', from, to: addDays(from, 29), ...query })).length
        taken.push(performance.now() - start)
      }
      taken.sort((a, b) => a - b)
      return { p50: taken[30]!.toFixed(1), p95: taken[57]!.toFixed(1), count }
    }
    const lines = [`a year of appointments: ${made} made in ${filled.toFixed(1)} s`]
    try {
      for (const [n, { web }] of webs.entries()) {
        for (const [where, query] of [
          ['one place', { place: 'hovedbiblioteket' }],
          ['eight places', {}],
        ] as const) {
          const { p50, p95, count } = await times(web, query)
          lines.push(
            `slots of a month over HTTP, hub process ${n + 1}, ${where}: p50 ${p50} ms, p95 ${p95} ms (${count} slots)`,
          )
        }
      }
    } finally {
      for (const web of webs) await web.stop()
    }
    return lines
  } finally {
    await db.destroy()
    await hub.end()
  }
}

const wanted = process.argv[2]
if (wanted !== 'race') for (const line of await bookingMonth()) console.log(line)
if (wanted !== 'month') for (const line of await bookingRace()) console.log(line)
