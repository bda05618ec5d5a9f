/**
 * A counter hall minute by minute, for testing what the live chance queue says and does: the same admission and the same
 * stated chance as at the desk, in a world whose service times, no-shows and lateness are known.
 */
import type { Kept } from '../../hub/booking/reliability.ts'
import { chanceOf, lateAtMost } from '../../hub/booking/standby-chance.ts'
import { admission, type FloorState, stillComing } from '../../hub/planning/admission.ts'
import { lognormal } from '../../hub/planning/distributions.ts'
import { stream } from '../../hub/planning/random.ts'

/** Open so long (minutes); at each counter a booked time every so often (minutes). */
const OPEN = 360
const SLOT = 15
const NO_SHOW = 0.15
/** Share of walk-ins with need. */
const NEED = 0.08

/** A hall and its day. */
export type World = {
  counters: number
  /** Share of times that are booked. */
  fill: number
  /** An hour. */
  walkIns: number
}

/** A middling town hall, whose days differ. */
export const townHall = (random: () => number): World => ({ counters: 4, fill: 0.55 + 0.42 * random(), walkIns: 6 })

/** Small halls that are nearly booked out: whether a gap comes hangs on who stays away, so every chance comes up. */
export const anyHall = (random: () => number): World => ({
  counters: 1 + Math.floor(2 * random()),
  fill: 0.88 + 0.12 * random(),
  walkIns: 1 + 8 * random(),
})

export const service = lognormal(12, 0.5)
/** As it is in this world (below), and as a hub would have measured it. */
const lateness = { onTime: 1 - Math.exp(-1), mean: 4 }

export type Policy = { level: number; limitMinutes: number; spare: number | null; maxWaiting: number }
type Booked = { due: number; arrives: number | null; length: number; began: number | null }
type WalkIn = { arrives: number; need: boolean; length: number; told: Kept | null; began: number | null }

export type Day = { told: Kept[]; booked: (Booked & { wait: number })[]; offered: number }

/** Runs of a first guess, which is cheap and is told nobody. */
const GUESS_RUNS = 24

/**
 * One day. The same seed brings the same citizens, with walk-ins or without. `tell`: the first walk-in whose chance, as first
 * guessed, is wanted is told it; null: nobody is.
 */
export function playDay(
  seed: number,
  day: number,
  policy: Policy | null,
  tell: ((guess: number) => boolean) | null = null,
  worldOf: (random: () => number) => World = townHall,
): Day {
  const random = stream(seed, day)
  const length = () => service.sample(Math.min(0.999, Math.max(0.001, random())))
  const { counters, fill, walkIns: anHour } = worldOf(random)
  const days = { service, lateness, needPerHour: anHour * NEED }
  const booked: Booked[] = []
  for (let due = 0; due + SLOT <= OPEN; due += SLOT)
    for (let n = 0; n < counters; n++) {
      const [is, comes, late, took] = [random() < fill, random() >= NO_SHOW, -4 * Math.log(random()) - 4, length()]
      // Half come early and wait for their time, the others are a few minutes late.
      if (is) booked.push({ due, arrives: comes ? Math.max(due - 5, due + late) : null, length: took, began: null })
    }
  const walkIns: WalkIn[] = []
  const gap = () => -Math.log(random()) * (60 / anHour)
  for (let at = gap(); at < OPEN; at += gap())
    walkIns.push({ arrives: at, need: random() < NEED, length: length(), told: null, began: null })
  // Each day from another hour on.
  const from = OPEN * 0.9 * random()
  const busy: { began: number; ends: number }[] = []
  const waiting: WalkIn[] = []
  let next = 0
  let offered = 0
  let wasTold = tell === null
  const due = () => booked.filter((one) => one.began === null)
  const stateAt = (now: number, here: number): FloorState => ({
    now,
    free: counters - busy.length,
    busy: busy.map((one) => now - one.began),
    waiting: here,
    expected: due()
      .filter((one) => one.arrives === null || one.arrives > now || one.due > now)
      .map((one) => {
        const isHere = one.arrives !== null && one.arrives <= now
        const late = now - one.due
        const chance = isHere ? 1 : late < 0 ? 1 - NO_SHOW : stillComing(NO_SHOW, late, lateAtMost(lateness))
        return { at: Math.max(one.due, now), chance }
      })
      .sort((a, b) => a.at - b.at),
    closesAt: OPEN,
  })
  for (let now = 0; now < OPEN + 120; now++) {
    for (let n = busy.length - 1; n >= 0; n--) if (busy[n]!.ends <= now) busy.splice(n, 1)
    const ready = () =>
      due()
        .filter((one) => one.arrives !== null && one.arrives <= now && one.due <= now)
        .sort((a, b) => a.due - b.due)
    for (const one of ready()) {
      if (busy.length === counters) break
      one.began = now
      busy.push({ began: now, ends: now + one.length })
    }
    if (!policy || now >= OPEN) continue
    for (; next < walkIns.length && walkIns[next]!.arrives <= now; next++) {
      const one = walkIns[next]!
      if (waiting.length >= policy.maxWaiting) continue
      if (now >= from && !wasTold) {
        const ahead = waiting.filter(({ need }) => need || !one.need).length
        const ask = (runs?: number) => chanceOf(stateAt(now, ready().length), days, policy, ahead, one.need, runs)
        wasTold = tell!(ask(GUESS_RUNS).chance)
        if (wasTold) {
          const { chance, wait } = ask()
          one.told = { chance, served: false, low: wait?.from ?? null, high: wait?.to ?? null, waited: null }
        }
      }
      waiting.push(one)
      waiting.sort((a, b) => Number(b.need) - Number(a.need) || a.arrives - b.arrives)
    }
    while (waiting.length > 0) {
      const answer = admission(stateAt(now, ready().length), service, policy)
      if (answer.is !== 'offer') break
      const one = waiting.shift()!
      offered++
      one.began = now
      if (one.told) Object.assign(one.told, { served: true, waited: now - one.arrives })
      busy.push({ began: now, ends: now + one.length })
    }
  }
  const came = booked.filter((one) => one.arrives !== null && one.began !== null)
  return {
    told: walkIns.flatMap((one) => one.told ?? []),
    booked: came.map((one) => ({ ...one, wait: one.began! - Math.max(one.due, one.arrives!) })),
    offered,
  }
}
