/** Places as planners keep them: read, tried out, written. */
import { sql } from 'kysely'
import type { PlacePlan } from '../../device/contract/places.ts'
import type { Db } from '../store/store.ts'
import { cancel } from './appointments.ts'
import { isDay } from './local-time.ts'
import { type Resource, type Schedule, schedule, scheduleChanged } from './schedule.ts'
import { type Effect, effectOf, seatsToCome } from './stray.ts'

const EXCLUSION = '23P01'
/** Ids of resources that are not written yet. */
const NEW_ID = 1_000_000_000

/** All places, and last what serves every place. */
export function placePlans(plan: Schedule): PlacePlan[] {
  const of = (id: string | null, name: string, address: string, slotMinutes: number): PlacePlan => ({
    ...{ id, name, address, slotMinutes },
    resources: plan.resources
      .filter((one) => one.place === id)
      .map(({ id, kind, name, skills, languages }) => ({ id, kind, name, skills, languages })),
    hours: plan.hours.filter((one) => one.place === id).map(({ place: _, ...hours }) => hours),
  })
  return [
    ...[...plan.places.values()].map((one) => of(one.id, one.name, one.address, one.slotMinutes)),
    of(null, '-', '', 15),
  ]
}

/** A sentence on what is wrong with a draft, or null. */
export function placeFault(plan: Schedule, draft: PlacePlan): string | null {
  const kinds = draft.id === null ? ['video', 'phone', 'interpreter'] : ['box', 'counter', 'phone']
  for (const one of draft.resources) {
    if (!kinds.includes(one.kind)) return `“${one.name}” does not belong there.`
    if (one.kind === 'interpreter' && one.languages.length === 0) return `“${one.name}” speaks no language.`
    if (one.id !== null && !plan.resources.some(({ id, place }) => id === one.id && place === draft.id))
      return `“${one.name}” is not of this place.`
    const unknown = one.skills.find((id) => !plan.errands.has(id))
    if (unknown) return `There is no errand “${unknown}”.`
  }
  for (const one of draft.hours) {
    if (one.closes <= one.opens) return 'A line of hours closes before it opens.'
    if (one.kind !== null && !kinds.includes(one.kind)) return 'A line of hours is for something that is not there.'
    for (const day of [one.firstDay, one.lastDay])
      if (day !== null && !isDay(day)) return 'A line of hours has no such day.'
    if (one.firstDay && one.lastDay && one.lastDay < one.firstDay) return 'A line of hours ends before it begins.'
  }
  return null
}

/** What saving a draft would do to visits that are booked. */
export async function placeEffect(db: Db, plan: Schedule, draft: PlacePlan, now: Date): Promise<Effect> {
  return effectOf(withDraft(plan, draft), await seatsToCome(db, now))
}

function withDraft(plan: Schedule, draft: PlacePlan): Schedule {
  const place = draft.id
  const own: Resource[] = draft.resources.map(({ id, ...one }, n) => ({ ...one, place, id: id ?? NEW_ID + n }))
  return {
    ...plan,
    resources: [...plan.resources.filter((one) => one.place !== place), ...own].sort((a, b) => a.id - b.id),
    hours: [...plan.hours.filter((one) => one.place !== place), ...draft.hours.map((one) => ({ ...one, place }))],
  }
}

/** Writes a draft, moves what another resource can take over and cancels what has no room. Returns what it did. */
export async function savePlace(db: Db, draft: PlacePlan, now: Date): Promise<Effect> {
  await db.transaction().execute((tx) => write(tx, draft))
  // Written first, then looked: nobody books again what is being cancelled.
  const fresh = await schedule(db)
  const effect = effectOf(fresh, await seatsToCome(db, now))
  const done: Effect = { moves: [], cancels: [...effect.cancels] }
  for (const move of effect.moves) {
    try {
      await sql`update booking_seats set resource = ${move.to} where id = ${move.seat}`.execute(db)
      done.moves.push(move)
    } catch (error) {
      if ((error as { code?: string }).code !== EXCLUSION) throw error
      // Somebody booked that one in the same moment: the visit keeps its time where it was.
    }
  }
  for (const { booking } of effect.cancels) await cancel(db, fresh, booking, now, 'closed')
  return done
}

async function write(tx: Db, draft: PlacePlan): Promise<void> {
  const { id: place, name, address, slotMinutes } = draft
  if (place !== null) {
    const row = { name: name.trim(), address: address.trim(), slot_minutes: slotMinutes, active: true }
    await tx
      .insertInto('booking_places')
      .values({ id: place, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }
  const here = sql<boolean>`place is not distinct from ${place}`
  const kept = draft.resources.flatMap(({ id }) => (id === null ? [] : [id]))
  // Never deleted: past visits name them.
  await tx
    .updateTable('booking_resources')
    .set({ active: false })
    .where(here)
    .where('active', '=', true)
    .where((eb) => (kept.length > 0 ? eb('id', 'not in', kept) : eb.lit(true)))
    .execute()
  for (const { id, kind, name, skills, languages } of draft.resources) {
    const row = { place, kind, name: name.trim(), skills, languages }
    if (id === null) await tx.insertInto('booking_resources').values(row).execute()
    else await tx.updateTable('booking_resources').set(row).where('id', '=', id).execute()
  }
  await tx.deleteFrom('booking_hours').where(here).execute()
  if (draft.hours.length > 0) {
    const rows = draft.hours.map(({ firstDay, lastDay, keepPhone, keepStandby, ...one }) => ({
      ...one,
      place,
      first_day: firstDay,
      last_day: lastDay,
      keep_phone: keepPhone,
      keep_standby: keepStandby,
    }))
    await tx.insertInto('booking_hours').values(rows).execute()
  }
  await scheduleChanged(tx)
}

/** Takes a place out of use; its booked visits are cancelled. */
export async function closePlace(db: Db, place: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('booking_places').set({ active: false }).where('id', '=', place).execute()
    await tx.updateTable('booking_resources').set({ active: false }).where('place', '=', place).execute()
    await scheduleChanged(tx)
  })
  const plan = await schedule(db)
  const rows = await db
    .selectFrom('bookings')
    .select('id')
    .where('place', '=', place)
    .where('state', '=', 'booked')
    .where('starts', '>', now)
    .execute()
  for (const { id } of rows) await cancel(db, plan, id, now, 'closed')
}
