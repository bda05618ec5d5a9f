/** Which times are free: a pure computation over the schedule and what is taken. */
import { type BookingKind, bookingKinds, type Slot } from '../../device/contract/booking.ts'
import { addDays } from '../../device/rules/calendar.ts'
import { clock, dayBase, localOf, MINUTE_MS } from './local-time.ts'
import { openOn } from './opening.ts'
import type { BookingErrand, Resource, Schedule } from './schedule.ts'
import type { Channel } from './tables.ts'

/** What somebody wants to book. */
export type Wish = {
  errands: BookingErrand[]
  persons: number
  channel: Channel
  interpreter: string | null
}

export type SlotAt = { place: string; kind: BookingKind; day: string; minute: number; length: number }

/** Resources one of which each is needed, in the order in which to try them. */
export type Role = Resource[]

/** Taken times of each resource: start and end in turn (epoch minutes), in any order. */
export type Taken = ReadonlyMap<number, ArrayLike<number>>

export const slotName = ({ place, kind, day, minute, length }: SlotAt) =>
  `${place}.${kind}.${day}T${clock(minute).replace('.', '')}.${length}`

/** Reads a slot's name; null when it is none. */
export function readSlot(name: string): SlotAt | null {
  const found = /^([a-z0-9-]{1,40})\.(box|counter|phone)\.(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})\.(\d{1,3})$/.exec(name)
  if (!found) return null
  const [, place, kind, day, hours, minutes, length] = found
  const minute = Number(hours) * 60 + Number(minutes)
  return { place: place!, kind: kind as BookingKind, day: day!, minute, length: Number(length) }
}

/** Minutes that a wish takes at a place: whole multiples of its slot. */
export function lengthOf(wish: Wish, slotMinutes: number): number {
  const minutes = wish.errands.reduce((sum, errand) => sum + errand.minutes, 0) * wish.persons
  return Math.ceil(minutes / slotMinutes) * slotMinutes
}

/** Kinds at which all errands can be done together. */
export function kindsOf(wish: Wish): BookingKind[] {
  return bookingKinds.filter((kind) => wish.errands.every((errand) => errand.kinds.includes(kind)))
}

const can = (wish: Wish, resource: Resource) =>
  resource.skills.length === 0 || wish.errands.every((errand) => resource.skills.includes(errand.id))

/** The roles of a wish at a place; null when the place cannot serve it. Those who can little go first: others stay free. */
export function rolesOf(schedule: Schedule, wish: Wish, place: string, kind: BookingKind): Role[] | null {
  const fit = (resources: Resource[]) =>
    resources.filter((one) => can(wish, one)).sort((a, b) => breadth(a) - breadth(b) || a.id - b.id)
  const roles = [fit(roomsAt(schedule, place, kind))]
  if (kind === 'box' && wish.errands.some((errand) => errand.video)) {
    roles.push(fit(schedule.resources.filter((one) => one.kind === 'video')))
  }
  const { interpreter } = wish
  if (interpreter) {
    roles.push(schedule.resources.filter((one) => one.kind === 'interpreter' && one.languages.includes(interpreter)))
  }
  return roles.every((role) => role.length > 0) ? roles : null
}
const breadth = (resource: Resource) => resource.skills.length || 1_000

function roomsAt(schedule: Schedule, place: string, kind: BookingKind): Resource[] {
  const own = schedule.resources.filter((one) => one.kind === kind && one.place === place)
  // Calls are taken by those who serve every place where a place has no lines of its own.
  return own.length === 0 && kind === 'phone'
    ? schedule.resources.filter((one) => one.kind === 'phone' && !one.place)
    : own
}

/** All resources whose taken times matter to a wish at these places. */
export function resourcesOf(schedule: Schedule, wish: Wish, places: string[], kinds: BookingKind[]): number[] {
  const found = new Set<number>()
  for (const place of places)
    for (const kind of kinds)
      for (const role of rolesOf(schedule, wish, place, kind) ?? []) for (const one of role) found.add(one.id)
  return [...found]
}

/** For each role those open for this channel and free at that time, best first; null when a role has nobody. */
export function freeAt(
  schedule: Schedule,
  wish: Wish,
  at: SlotAt,
  taken: Taken,
  now: number,
): { roles: Resource[][] } | null {
  const place = schedule.places.get(at.place)
  if (!place || !kindsOf(wish).includes(at.kind) || at.length !== lengthOf(wish, place.slotMinutes)) return null
  const possible = rolesOf(schedule, wish, at.place, at.kind)
  if (!possible) return null
  let found: Resource[][] | null = null
  eachSlot(schedule, wish, at, possible, now, (minute, roles) => {
    if (minute !== at.minute) return
    const from = dayBase(at.day) / MINUTE_MS + minute
    const free = roles.map((role) => role.filter((one) => isFree(taken.get(one.id), from, from + at.length)))
    if (free.every((role) => role.length > 0)) found = free
  })
  return found && { roles: found }
}

function isFree(taken: ArrayLike<number> | undefined, from: number, to: number): boolean {
  if (!taken) return true
  for (let i = 0; i < taken.length; i += 2) if (taken[i]! < to && taken[i + 1]! > from) return false
  return true
}

/** Every start on a day with who works then (not yet: who is free). */
function eachSlot(
  schedule: Schedule,
  wish: Wish,
  { place: placeId, kind, day }: Pick<SlotAt, 'place' | 'kind' | 'day'>,
  roles: Role[],
  now: number,
  found: (minute: number, roles: Resource[][]) => void,
): void {
  const place = schedule.places.get(placeId)!
  const length = lengthOf(wish, place.slotMinutes)
  const earliest = (now + schedule.settings.leadMinutes * MINUTE_MS - dayBase(day)) / MINUTE_MS
  const others = roles.slice(1).map((role) => ({ role, open: openOn(schedule, null, role[0]!.kind, day) }))
  const rooms = roomsAt(schedule, placeId, kind)
  for (const open of openOn(schedule, rooms[0]?.place ?? null, kind, day)) {
    // Kept ones are the last of the kind, whatever they can: a fixed choice, so that it holds under any load.
    const standby = rooms.length - open.keepStandby
    const bookable = rooms.slice(0, Math.max(0, wish.channel === 'phone' ? standby : standby - open.keepPhone))
    const own = roles[0]!.filter((one) => bookable.includes(one))
    if (own.length === 0) continue
    const all = [own, ...others.map(({ role }) => role)]
    for (let minute = open.opens; minute + length <= open.closes; minute += place.slotMinutes) {
      if (minute < earliest) continue
      const covered = others.every(({ open }) =>
        open.some((one) => one.opens <= minute && minute + length <= one.closes),
      )
      if (covered) found(minute, all)
    }
  }
}

/** A resource's day in cells of five minutes: a bit for each that is taken. */
const CELL = 5
const CELLS = 288

export type SlotsWanted = { places: string[]; kinds: BookingKind[]; from: string; to: string; now: number }

/** The free slots from day to day, by time. */
export function freeSlots(schedule: Schedule, wish: Wish, wanted: SlotsWanted, taken: Taken): Slot[] {
  const { now } = wanted
  const today = localOf(now).day
  const horizon = addDays(today, schedule.settings.horizonDays)
  const [, first = today] = [wanted.from, today].sort()
  const [last = horizon] = [wanted.to, horizon].sort()
  const cells = cellsOf(taken)
  // Once each, not once a day: who can do it does not change from day to day.
  const asked = wanted.places.flatMap((place) =>
    wanted.kinds.flatMap((kind) => {
      const roles = rolesOf(schedule, wish, place, kind)
      return roles ? [{ place, kind, roles, length: lengthOf(wish, schedule.places.get(place)!.slotMinutes) }] : []
    }),
  )
  const slots: Slot[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const base = dayBase(day)
    for (const { place, kind, roles, length } of asked) {
      eachSlot(schedule, wish, { place, kind, day }, roles, now, (minute, roles) => {
        let free = Number.POSITIVE_INFINITY
        for (const role of roles) {
          let here = 0
          for (const one of role) if (cells(one.id, day, minute, length)) here++
          free = Math.min(free, here)
        }
        if (free === 0) return
        slots.push({
          slot: slotName({ place, kind, day, minute, length }),
          place,
          kind,
          start: new Date(base + minute * MINUTE_MS).toISOString(),
          end: new Date(base + (minute + length) * MINUTE_MS).toISOString(),
          free,
        })
      })
    }
  }
  return slots.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
}

/** Whether a resource is free on a day from a minute on; each resource's day is laid out once. */
function cellsOf(taken: Taken): (resource: number, day: string, minute: number, length: number) => boolean {
  const byDay = new Map<string, Map<number, Uint8Array>>()
  return (resource, day, minute, length) => {
    let here = byDay.get(day)
    if (!here) byDay.set(day, (here = new Map()))
    let cells = here.get(resource)
    if (!cells) {
      cells = new Uint8Array(CELLS)
      const base = dayBase(day) / MINUTE_MS
      const rows = taken.get(resource)
      for (let i = 0; rows && i < rows.length; i += 2) {
        if (rows[i + 1]! <= base || rows[i]! >= base + 1440) continue
        const from = Math.max(0, Math.floor((rows[i]! - base) / CELL))
        const to = Math.min(CELLS, Math.ceil((rows[i + 1]! - base) / CELL))
        cells.fill(1, from, to)
      }
      here.set(resource, cells)
    }
    for (let cell = minute / CELL; cell < (minute + length) / CELL; cell++) if (cells[cell]) return false
    return true
  }
}
