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

/** Walk-ins who need the same skill for services of the same length: the answer for the first holds for all. */
type Group = { line: Line; skill: number; service: Distribution; measured: MeasuredService; horizon: number }

/** The chance queue of a run: walk-ins in order, offered a gap when the admission function says so. */
export function createStandbyDesk(plan: Plan, floor: Floor) {
  const groups: Group[] = []
  const groupOf = plan.standby
    ? plan.errands.map(({ skill, service }) => {
        const known = groups.find((group) => group.skill === skill && group.service === service)
        if (known) return known
        const horizon = service.sample(FAR) + plan.standby!.limitMinutes
        const group = { line: createLine(), skill, service, measured: tabulated(service), horizon }
        groups.push(group)
        return group
      })
    : []
  const breaks = plan.servers.flatMap((server) => server.breaks.map(({ at }) => at)).sort((a, b) => a - b)
  const noShow = plan.booked?.noShow ?? 0
  let booked: Citizen[] = []
  let firstOpen = 0
  const lateAtMost = (minutes: number) => plan.booked!.lateness.atMost(minutes)

  function expected(now: number, until: number): { at: number; chance: number }[] {
    const list: { at: number; chance: number }[] = []
    for (let i = firstOpen; i < booked.length; i++) {
      const one = booked[i]!
      if (one.due > until) break
      // At the box it is the box that is booked.
      const open = one.state === 'coming' && !plan.errands[one.errand]!.capture
      const chance = !open ? 0 : one.due > now ? 1 - noShow : stillComing(noShow, now - one.due, lateAtMost)
      if (chance > HARDLY) list.push({ at: Math.max(one.due, now), chance })
      else if (i === firstOpen && (!open || one.due < now)) firstOpen++
    }
    if (breaks.length === 0) return list
    // A break takes a caseworker as surely as a citizen does.
    const midnight = plan.continuous ? Math.floor(now / 1440) * 1440 : 0
    for (const at of breaks)
      if (midnight + at > now && midnight + at <= until) list.push({ at: midnight + at, chance: 1 })
    return list.sort((a, b) => a.at - b.at)
  }

  return {
    /** The day's bookings in order of time, whether they come or not: the desk cannot know. */
    day(bookings: Citizen[]): void {
      booked = bookings
      firstOpen = 0
    },
    stand(citizen: Citizen): void {
      groupOf[citizen.errand]!.line.add(citizen)
    },
    /** The next walk-in to be offered a gap, taken out of the line; null = nobody now. */
    next(now: number): { citizen: Citizen; server: number } | null {
      if (!plan.standby) return null
      let best: { citizen: Citizen; group: Group } | null = null
      for (const group of groups) {
        const citizen = group.line.first
        if (!citizen || (best && best.citizen.key <= citizen.key)) continue
        const view = floor.view(group.skill, now)
        if (view.free === 0) continue
        const answer = admission(
          {
            now,
            free: view.free,
            busy: view.busy,
            waiting: 0,
            expected: expected(now, now + group.horizon),
            closesAt: plan.continuous ? null : plan.close,
          },
          group.measured,
          plan.standby,
        )
        if (answer.is === 'offer') best = { citizen, group }
      }
      if (!best) return null
      best.group.line.take()
      return { citizen: best.citizen, server: floor.freeFor(best.group.skill) }
    },
    close(): Citizen[] {
      return groups.flatMap(({ line }) => line.clear())
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
