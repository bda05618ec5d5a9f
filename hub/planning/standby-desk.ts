import { admission, type MeasuredService, stillComing } from './admission.ts'
import type { Citizen } from './citizen.ts'
import type { Distribution } from './distributions.ts'
import type { Floor } from './floor.ts'
import { createLine, type Line } from './line.ts'
import type { Plan } from './plan.ts'

/** A booked citizen this unlikely still to come is a no-show. */
const HARDLY = 0.02
/** Bookings beyond the longest of so many services cannot matter. */
const FAR = 0.998

/** The chance queue of a run: walk-ins in order, offered a gap when the admission function says so. */
export function createStandbyDesk(plan: Plan, floor: Floor) {
  const lines = new Map<number, Line>()
  const measured = plan.errands.map(({ service }) => tabulated(service))
  const horizon = plan.errands.map(({ service }) => service.sample(FAR) + (plan.standby?.limitMinutes ?? 0))
  const noShow = plan.booked?.noShow ?? 0
  let booked: Citizen[] = []
  let firstOpen = 0
  const lateAtMost = (minutes: number) => plan.booked!.lateness.atMost(minutes)

  function expected(now: number, errand: number): { at: number; chance: number }[] {
    const list: { at: number; chance: number }[] = []
    const until = now + horizon[errand]!
    for (let i = firstOpen; i < booked.length; i++) {
      const one = booked[i]!
      if (one.due > until) break
      // At the box it is the box that is booked.
      const open = one.state === 'coming' && !plan.errands[one.errand]!.capture
      const chance = !open ? 0 : one.due > now ? 1 - noShow : stillComing(noShow, now - one.due, lateAtMost)
      if (chance > HARDLY) list.push({ at: Math.max(one.due, now), chance })
      else if (i === firstOpen && (!open || one.due < now)) firstOpen++
    }
    return list
  }

  return {
    /** The day's bookings in order of time, whether they come or not: the desk cannot know. */
    day(bookings: Citizen[]): void {
      booked = bookings
      firstOpen = 0
    },
    stand(citizen: Citizen): void {
      const line = lines.get(citizen.errand) ?? createLine()
      lines.set(citizen.errand, line)
      line.add(citizen)
    },
    /** The next walk-in to be offered a gap, taken out of the line; null = nobody now. */
    next(now: number): { citizen: Citizen; server: number } | null {
      if (!plan.standby) return null
      const firsts = [...lines.values()].flatMap((line) => (line.first ? [{ line, citizen: line.first }] : []))
      for (const { line, citizen } of firsts.sort((a, b) => a.citizen.key - b.citizen.key)) {
        const skill = plan.errands[citizen.errand]!.skill
        const view = floor.view(skill, now)
        if (view.free === 0) continue
        const answer = admission(
          {
            now,
            ...view,
            waiting: 0,
            expected: expected(now, citizen.errand),
            closesAt: plan.continuous ? null : plan.close,
          },
          measured[citizen.errand]!,
          plan.standby,
        )
        if (answer.is === 'wait') continue
        line.take()
        return { citizen, server: floor.freeFor(skill) }
      }
      return null
    },
    close(): Citizen[] {
      return [...lines.values()].flatMap((line) => line.clear())
    },
  }
}

/** Steps of the table (minutes) and its length: beyond four hours every service counts as over. */
const STEP = 0.25
const ENTRIES = 961

/** The distribution as a table, as a live desk would have it: asked thousands of times a day. */
function tabulated(service: Distribution): MeasuredService {
  const table = Float64Array.from({ length: ENTRIES }, (_, i) => service.atMost(i * STEP))
  return {
    mean: service.mean,
    atMost(minutes) {
      if (minutes <= 0) return 0
      const at = minutes / STEP
      const below = Math.floor(at)
      if (below >= ENTRIES - 1) return 1
      return table[below]! + (table[below + 1]! - table[below]!) * (at - below)
    },
  }
}
