import { admission, type FloorState, stillComing } from '../planning/admission.ts'
import type { Distribution } from '../planning/distributions.ts'
import { stream } from '../planning/random.ts'

export type Told = {
  /** P(service begins before the queue closes), 0–1. */
  chance: number
  /** Half of those who are served wait between these (minutes). */
  wait: { from: number; to: number } | null
}

/** What a place's days are like; `needPerHour`: walk-ins with need, who come later and are let in first. */
export type Days = { service: Distribution; lateness: Lateness; needPerHour: number }

/** Runs of the rest of the day: the chance is right within about three percent. */
const RUNS = 300
const STEP_MINUTES = 1

/**
 * An honest chance: the rest of the day is played through many times with the admission function that will decide, the
 * measured service times, the chance that booked citizens come, and those with need who still come and go first (not before
 * somebody with need: `need`). The same state gives the same answer.
 */
export function chanceOf(
  state: FloorState,
  days: Days,
  policy: { level: number; limitMinutes: number; spare: number | null },
  ahead: number,
  need: boolean,
  runs = RUNS,
): Told {
  const measured = need ? { ...days, needPerHour: 0 } : days
  const random = stream(Math.round(state.now * 60), ahead)
  const until = state.closesAt ?? state.now + 240
  const waits: number[] = []
  for (let run = 0; run < runs; run++) {
    const wait = play(state, measured, policy, ahead, until, random)
    if (wait !== null) waits.push(wait)
  }
  waits.sort((a, b) => a - b)
  const at = (share: number) => Math.round(waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]!)
  return {
    chance: Math.round((waits.length / runs) * 100) / 100,
    wait: waits.length > 0 ? { from: at(0.25), to: Math.max(at(0.75), at(0.25) + 1) } : null,
  }
}

/** A told chance is good for so long (ms): the waiting room's pages ask again and again. */
const FRESH_MS = 5_000
/** More states than the places of a municipality are in within that time. */
const KEPT_MAX = 500
const kept = new Map<string, { at: number; told: Told }>()

/** `chanceOf`, worked out once for all who ask within a few seconds about the same place in the same state. */
export function chanceSoon(
  place: string,
  state: FloorState,
  measured: Days,
  policy: { level: number; limitMinutes: number; spare: number | null },
  ahead: number,
  need: boolean,
  now: Date,
): Told {
  const { free, busy, waiting, expected, closesAt } = state
  const coming = expected.map(({ at, chance }) => [Math.round(at), Math.round(chance * 10)])
  const { level, limitMinutes, spare } = policy
  const key = JSON.stringify([
    [place, ahead, need, free, busy.length, waiting, coming, closesAt],
    [level, limitMinutes, spare, measured.service.mean, measured.needPerHour],
  ])
  const time = now.getTime()
  const found = kept.get(key)
  if (found && Math.abs(time - found.at) < FRESH_MS) return found.told
  const told = chanceOf(state, measured, policy, ahead, need)
  // The oldest first: it is over, or will be soonest.
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!)
  kept.delete(key)
  kept.set(key, { at: time, told })
  return told
}

/** One possible rest of the day; the minutes until our walk-in is called, or null. */
function play(
  state: FloorState,
  { service, lateness, needPerHour }: Days,
  policy: { level: number; limitMinutes: number; spare: number | null },
  ahead: number,
  until: number,
  random: () => number,
): number | null {
  /** Nobody comes twice in a step this short. */
  const overtaken = 1 - Math.exp((-needPerHour / 60) * STEP_MINUTES)
  const draw = () => service.sample(Math.min(0.999, Math.max(0.001, random())))
  type Busy = { began: number; ends: number }
  const started = (elapsed: number): Busy => {
    // A service that has lasted this long ends later: drawn until it does.
    for (let tries = 0; tries < 20; tries++) {
      const length = draw()
      if (length > elapsed) return { began: state.now - elapsed, ends: state.now - elapsed + length }
    }
    return { began: state.now - elapsed, ends: state.now + service.mean / 2 }
  }
  let busy = state.busy.map(started)
  const servers = state.free + state.busy.length
  let waiting = state.waiting
  let line = ahead
  // Nobody knows at once who does not come: until they are here, they are expected, ever less.
  const coming = state.expected.map((one) => ({
    ...one,
    // Who is here already comes at the time, the others some minutes late.
    arrives:
      random() >= one.chance
        ? Number.POSITIVE_INFINITY
        : one.chance === 1
          ? one.at
          : one.at + drawn(lateness, one.at <= state.now, random),
  }))
  let away = coming
  for (let now = state.now; now < until; now += STEP_MINUTES) {
    busy = busy.filter((one) => one.ends > now)
    const still = away.filter((one) => one.arrives > now)
    waiting += away.length - still.length
    away = still
    while (waiting > 0 && busy.length < servers) {
      busy.push({ began: now, ends: now + draw() })
      waiting--
    }
    for (;;) {
      const free = servers - busy.length
      if (free < 1 || waiting > 0) break
      const seen: FloorState = {
        now,
        free,
        busy: busy.map((one) => now - one.began),
        waiting,
        expected: away.map(({ at, chance }) => ({
          at: Math.max(at, now),
          chance: chanceLeft(chance, now - at, at <= state.now ? { ...lateness, onTime: 0 } : lateness),
        })),
        closesAt: state.closesAt,
      }
      if (admission(seen, service, policy).is !== 'offer') break
      if (line === 0) return now - state.now
      line--
      busy.push({ began: now, ends: now + draw() })
    }
    if (random() < overtaken) line++
  }
  return null
}

/** How late those come who come: the share that is there in time, and the mean minutes of the others. */
export type Lateness = { onTime: number; mean: number }

/** Share of those who come that are at most so many minutes late. */
export const lateAtMost =
  ({ onTime, mean }: Lateness) =>
  (minutes: number): number =>
    minutes < 0 ? 0 : onTime + (1 - onTime) * (1 - Math.exp(-minutes / mean))

/** Minutes that one who comes is late; of one who is late already, how many more. */
function drawn({ onTime, mean }: Lateness, late: boolean, random: () => number): number {
  const [inTime, more] = [random() < onTime, -mean * Math.log(1 - random())]
  return inTime && !late ? 0 : more
}

/** The chance that somebody still comes who would have come with `chance` so many minutes ago. */
function chanceLeft(chance: number, minutes: number, lateness: Lateness): number {
  if (minutes <= 0 || chance === 1) return chance
  return stillComing(1 - chance, minutes, lateAtMost(lateness))
}
