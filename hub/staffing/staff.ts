import type { PersonEdit, StaffMatrix, StaffPerson } from '../../device/contract/staffing.ts'
import type { Schedule } from '../booking/schedule.ts'
import type { Db } from '../store/store.ts'
import { coverage, crossTraining } from './matrix.ts'
import { staffChannels } from './tables.ts'

/** Everybody who works here, with what they can, in order of name. */
export async function readStaff(db: Db): Promise<StaffPerson[]> {
  const people = await db
    .selectFrom('staff')
    .selectAll()
    .where('active', '=', true)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const can = await db.selectFrom('staff_can').selectAll().orderBy('value').execute()
  return people.map(({ id, name }) => {
    const of = (what: string) => can.filter((one) => one.person === id && one.what === what).map(({ value }) => value)
    return { id, name, errands: of('errand'), channels: of('channel') as StaffPerson['channels'], places: of('place') }
  })
}

/** The matrix as it stands, with its coverage. */
export async function readMatrix(db: Db, plan: Schedule): Promise<StaffMatrix> {
  const people = await readStaff(db)
  const errands = [...plan.errands.values()].map(({ id, name }) => ({ id, ...name }))
  const places = [...plan.places.values()].map(({ id, name }) => ({ id, da: name, en: name }))
  const counters = places
    .filter(({ id }) => plan.resources.some(({ place, kind }) => place === id && kind === 'counter'))
    .map(({ id }) => ({
      place: id,
      errands: [...plan.errands.values()].filter(({ kinds }) => kinds.includes('counter')).map(({ id }) => id),
    }))
  return {
    people,
    errands,
    places,
    rule: crossTraining,
    coverage: coverage(people, {
      errands: errands.map(({ id }) => id),
      channels: [...staffChannels],
      places: places.map(({ id }) => id),
      counters,
    }),
  }
}

/** Writes a person; null: a new one. Returns its id, or null when there is no such person. */
export async function savePerson(db: Db, id: number | null, edit: PersonEdit): Promise<number | null> {
  return db.transaction().execute(async (tx) => {
    const name = edit.name.trim()
    const row =
      id === null
        ? await tx.insertInto('staff').values({ name }).returning('id').executeTakeFirstOrThrow()
        : await tx
            .updateTable('staff')
            .set({ name })
            .where('id', '=', id)
            .where('active', '=', true)
            .returning('id')
            .executeTakeFirst()
    if (!row) return null
    await tx.deleteFrom('staff_can').where('person', '=', row.id).execute()
    const values = (
      [
        ['errand', edit.errands],
        ['channel', edit.channels],
        ['place', edit.places],
      ] as const
    ).flatMap(([what, list]) => [...new Set(list)].map((value) => ({ person: row.id, what, value })))
    if (values.length > 0) await tx.insertInto('staff_can').values(values).execute()
    return row.id
  })
}

/** Somebody has left: name and plans go; the hours they worked stay in the figures without a name. */
export async function removePerson(db: Db, id: number, today: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .updateTable('staff')
      .set({ active: false, name: '–' })
      .where('id', '=', id)
      .where('active', '=', true)
      .executeTakeFirst()
    if (gone.numUpdatedRows === 0n) return false
    await tx.deleteFrom('roster').where('person', '=', id).execute()
    await tx.deleteFrom('absences').where('person', '=', id).execute()
    await tx.deleteFrom('staff_can').where('person', '=', id).execute()
    await tx.deleteFrom('shifts').where('person', '=', id).where('day', '>', today).execute()
    return true
  })
}
