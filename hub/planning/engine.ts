import { waitsFrom } from '../../device/contract/waiting.ts'
import { daysOf } from './arrivals.ts'
import type { Citizen } from './citizen.ts'
import { createFloor } from './floor.ts'
import { createHeap } from './heap.ts'
import { createLine } from './line.ts'
import type { Plan } from './plan.ts'
import { createStandbyDesk } from './standby-desk.ts'
import type { Tally } from './tally.ts'

/** Called once for every citizen at the end of the visit, or at the end of the run for those still there. */
export type Observe = (citizen: Citizen, at: number) => void

type Event = { at: number; order: number } & (
  | { is: 'service-over'; server: number; citizen: Citizen }
  | { is: 'capture-over' | 'patience-over'; citizen: Citizen }
  | { is: 'break-due'; server: number; minutes: number }
  | { is: 'break-over'; server: number }
  /** Nothing happens but time: a booked citizen is due or late, and standby is asked again. */
  | { is: 'look' }
  | { is: 'closing' }
)
type Planned = Event extends infer E ? (E extends Event ? Omit<E, 'order'> : never) : never

/** A late citizen may free a gap with every minute: looked at this long after each booked time (minutes). */
const LOOKS = [0, 3, 6, 10, 15]

/**
 * One run of a plan, added to `tally`. Each day starts empty; round the clock nothing is emptied, and citizens of the warm-up
 * are served but not counted. Priority: citizens already inside (at the box, handed off), then booked by time, then
 * walk-ins in order, then standby if the admission function offers.
 */
export function simulateRun(plan: Plan, run: number, tally: Tally, observe: Observe = () => {}): void {
  const heap = createHeap<Event>()
  const floor = createFloor(plan)
  const lines = floor.skills.map(() => ({ inside: createLine(), booked: createLine(), walkIn: createLine() }))
  const ranks = ['inside', 'booked', 'walkIn'] as const
  const boxLine = createLine()
  const desk = createStandbyDesk(plan, floor)
  const dayOf = daysOf(plan, run)
  const total = plan.days + plan.warmUpDays
  const windowFrom = plan.continuous ? plan.warmUpDays * 1440 : 0
  const windowTo = plan.continuous ? total * 1440 : plan.close
  // Round the clock neighbouring days depend on each other: batches are stretches. Else every batch sees every season.
  const batchOf = (day: number) =>
    plan.continuous
      ? Math.min(tally.batches - 1, Math.floor(((day - plan.warmUpDays) * tally.batches) / plan.days))
      : day % tally.batches
  let order = 0
  let now = 0
  let batch = 0
  let boxesFree = plan.boxes
  const atBox = new Set<Citizen>()
  const schedule = (event: Planned) => heap.push({ ...event, order: order++ } as Event)

  const count = (citizen: Citizen, field: 'served' | 'abandoned' | 'turnedAway' | 'stillThere') => {
    if (citizen.counted) tally.add(field, batchOf(citizen.day), 1)
    observe(citizen, now)
  }
  const skillOf = ({ errand, handedOff }: Citizen) => {
    const plan_ = plan.errands[errand]!
    return handedOff ? plan_.handoff!.skill : plan_.skill
  }
  const waitOf = ({ arrive, due }: Citizen) => Math.max(0, now - waitsFrom(arrive, due))

  function begin(citizen: Citizen): void {
    if (Number.isNaN(citizen.began)) {
      citizen.began = now
      if (citizen.counted) tally.wait(citizen.booked, batchOf(citizen.day), waitOf(citizen))
    } else if (citizen.counted) {
      tally.add('insideWait', batchOf(citizen.day), now - citizen.key)
      tally.add('insideStarted', batchOf(citizen.day), 1)
    }
  }

  function serve(citizen: Citizen, server: number): void {
    begin(citizen)
    citizen.state = 'in-service'
    floor.take(server, now)
    schedule({ at: now + (citizen.handedOff ? citizen.handoff : citizen.service), is: 'service-over', server, citizen })
  }

  function stand(citizen: Citizen, rank: (typeof ranks)[number], key: number): void {
    citizen.state = 'waiting'
    citizen.key = key
    lines[floor.skills.indexOf(skillOf(citizen))]![rank].add(citizen)
  }

  /** The first of a rank whom a free caseworker can serve. */
  function callNext(rank: (typeof ranks)[number]): boolean {
    let best: Citizen | undefined
    let server = -1
    let line = 0
    for (let i = 0; i < lines.length; i++) {
      const first = lines[i]![rank].first
      if (!first || (best && first.key >= best.key)) continue
      const free = floor.freeFor(floor.skills[i]!)
      if (free < 0) continue
      best = first
      server = free
      line = i
    }
    if (!best) return false
    lines[line]![rank].take()
    serve(best, server)
    return true
  }

  function dispatch(): void {
    while (boxesFree > 0) {
      const next = boxLine.first
      if (!next) break
      boxLine.take()
      boxesFree--
      atBox.add(next)
      begin(next)
      next.state = 'at-box'
      schedule({ at: now + next.capture, is: 'capture-over', citizen: next })
    }
    while (floor.free > 0 && ranks.some(callNext)) {}
    while (floor.free > 0) {
      const offered = desk.next(now)
      if (!offered) break
      if (offered.citizen.counted) tally.add('standbyServed', batchOf(offered.citizen.day), 1)
      serve(offered.citizen, offered.server)
    }
  }

  function arrive(citizen: Citizen): void {
    if (citizen.counted) tally.add('arrived', batchOf(citizen.day), 1)
    const key = Math.max(citizen.due, citizen.arrive)
    if (plan.errands[citizen.errand]!.capture) {
      citizen.state = 'waiting'
      citizen.key = key
      boxLine.add(citizen)
    } else if (citizen.booked) stand(citizen, 'booked', key)
    else if (plan.walkIns === 'refuse') {
      citizen.state = 'turned-away'
      return count(citizen, 'turnedAway')
    } else if (plan.walkIns === 'standby') {
      citizen.state = 'waiting'
      citizen.key = key
      desk.stand(citizen)
    } else stand(citizen, 'walkIn', key)
    dispatch()
    // Booked citizens do not leave: they have a time.
    if (citizen.state === 'waiting' && !citizen.booked && citizen.patience < Number.POSITIVE_INFINITY)
      schedule({ at: now + citizen.patience, is: 'patience-over', citizen })
  }

  function happen(event: Event): void {
    switch (event.is) {
      case 'service-over':
        return serviceOver(event.citizen, event.server)
      case 'capture-over':
        return stand(event.citizen, 'inside', now)
      case 'patience-over':
        if (event.citizen.state !== 'waiting' || !Number.isNaN(event.citizen.began)) return
        event.citizen.state = 'abandoned'
        if (event.citizen.counted) tally.add('abandonedWait', batchOf(event.citizen.day), now - event.citizen.arrive)
        return count(event.citizen, 'abandoned')
      case 'break-due':
        if (floor.breakDue(event.server, event.minutes)) goOnBreak(event.server, event.minutes)
        return
      case 'break-over':
        return floor.back(event.server)
      case 'closing':
        for (const citizen of desk.close()) {
          citizen.state = 'turned-away'
          count(citizen, 'turnedAway')
        }
        return
      case 'look':
        return
    }
  }

  function serviceOver(citizen: Citizen, server: number): void {
    const minutes = citizen.handedOff ? citizen.handoff : citizen.service
    work(now - minutes, now)
    if (citizen.counted) tally.add('work', batchOf(citizen.day), minutes)
    if (citizen.handoff > 0 && !citizen.handedOff) {
      citizen.handedOff = true
      stand(citizen, 'inside', now)
    } else {
      citizen.state = 'served'
      if (atBox.delete(citizen)) {
        boxesFree++
        if (citizen.counted) tally.add('boxBusy', batchOf(citizen.day), now - citizen.began)
      }
      count(citizen, 'served')
    }
    const pause = floor.release(server)
    if (pause > 0) goOnBreak(server, pause)
  }

  function goOnBreak(server: number, minutes: number): void {
    floor.leave(server)
    tally.add('staffed', batch, -Math.max(0, Math.min(now + minutes, windowTo) - Math.max(now, windowFrom)))
    schedule({ at: now + minutes, is: 'break-over', server })
  }

  /** Minutes of one service, within the hours and after closing. */
  function work(from: number, to: number): void {
    tally.add('busy', batch, Math.max(0, Math.min(to, windowTo) - Math.max(from, windowFrom)))
    if (!plan.continuous) tally.add('overtime', batch, Math.max(0, to - Math.max(from, windowTo)))
  }

  function finish(): void {
    for (const { since } of floor.running()) work(since, windowTo)
    for (const line of [boxLine, ...lines.flatMap((one) => Object.values(one))])
      for (const citizen of line.clear()) if (!atBox.has(citizen)) count(citizen, 'stillThere')
    for (const citizen of desk.close()) count(citizen, 'stillThere')
    for (const citizen of atBox) count(citizen, 'stillThere')
    for (const event of drained(heap))
      if (event.is === 'service-over' && !atBox.has(event.citizen)) count(event.citizen, 'stillThere')
    atBox.clear()
    boxesFree = plan.boxes
    floor.reset()
  }

  for (let day = 0; day < total; day++) {
    const base = plan.continuous ? day * 1440 : 0
    const today = dayOf(day)
    if (day >= plan.warmUpDays) {
      batch = batchOf(day)
      tally.add('days', batch, 1)
      tally.add('noShows', batch, today.noShows)
      tally.add('noTime', batch, today.noTime)
      tally.add('leadDays', batch, today.leadDays)
      tally.add('staffed', batch, plan.servers.length * (plan.close - plan.open))
    }
    desk.day(today.booked)
    plan.servers.forEach(({ breaks }, server) => {
      for (const { at, minutes } of breaks) schedule({ at: base + at, is: 'break-due', server, minutes })
    })
    if (plan.standby) {
      for (const { at } of plan.booked?.slots ?? [])
        for (const later of LOOKS) schedule({ at: base + at + later, is: 'look' })
      if (!plan.continuous) schedule({ at: plan.close, is: 'closing' })
    }
    const until = plan.continuous ? base + 1440 : Number.POSITIVE_INFINITY
    let next = 0
    while (true) {
      const citizen = today.citizens[next]
      const event = heap.first
      if (event && event.at < until && (!citizen || event.at <= citizen.arrive)) {
        heap.pop()
        now = event.at
        happen(event)
        dispatch()
      } else if (citizen) {
        next++
        now = citizen.arrive
        arrive(citizen)
      } else break
    }
    if (!plan.continuous || day === total - 1) finish()
  }
}

function* drained(heap: { pop(): Event | undefined }): Generator<Event> {
  for (let event = heap.pop(); event; event = heap.pop()) yield event
}
