import { admission, type FloorState } from '../planning/admission.ts'
import type { Distribution } from '../planning/distributions.ts'
import { stream } from '../planning/random.ts'

export type Told = {
  /** P(service begins before the queue closes), 0–1. */
  chance: number
  /** Half of those who are served wait between these (minutes). */
  wait: { from: number; to: number } | null
}

/** Runs of the rest of the day: the chance is right within about three percent. */
const RUNS = 300
const STEP_MINUTES = 1

/**
 * An honest chance: the rest of the day is played through many times with the admission function that will decide, the
 * measured service times and the chance that booked citizens come. The same state gives the same answer.
 */
export function chanceOf(
  state: FloorState,
  measured: { service: Distribution; noShow: number },
  policy: { level: number; limitMinutes: number; spare: number | null },
  ahead: number,
): Told {
  const random = stream(Math.round(state.now * 60), ahead)
  const until = state.closesAt ?? state.now + 240
  const waits: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const wait = play(state, measured.service, policy, ahead, until, random)
    if (wait !== null) waits.push(wait)
  }
  waits.sort((a, b) => a - b)
  const at = (share: number) => Math.round(waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]!)
  return {
    chance: Math.round((waits.length / RUNS) * 100) / 100,
    wait: waits.length > 0 ? { from: at(0.25), to: Math.max(at(0.75), at(0.25) + 1) } : null,
  }
}

/** One possible rest of the day; the minutes until our walk-in is called, or null. */
function play(
  state: FloorState,
  service: Distribution,
  policy: { level: number; limitMinutes: number; spare: number | null },
  ahead: number,
  until: number,
  random: () => number,
): number | null {
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
  const coming = state.expected.map((one) => ({ ...one, comes: random() < one.chance }))
  let next = 0
  for (let now = state.now; now < until; now += STEP_MINUTES) {
    busy = busy.filter((one) => one.ends > now)
    for (; next < coming.length && coming[next]!.at <= now; next++) if (coming[next]!.comes) waiting++
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
        expected: coming.slice(next),
        closesAt: state.closesAt,
      }
      if (admission(seen, service, policy).is !== 'offer') break
      if (line === 0) return now - state.now
      line--
      busy.push({ began: now, ends: now + draw() })
    }
  }
  return null
}
