import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { race } from './booking-race.ts'
import { aDay, slotsOf, town } from './booking-town.ts'
import { hubHere, hubProcess, tempFolder, testConfig } from './clients.ts'

const test = suite('booking: everybody wants the same times')

test('two hub processes, a hundred at once: nobody is booked twice, nobody is promised what is not there', async () => {
  const first = await hubHere()
  const folder = tempFolder()
  const second = await hubProcess(testConfig(folder.path, { database: first.database }))
  const here = await town(first.database, { boxes: 1 })
  try {
    const from = aDay()
    const slots = (
      await slotsOf(first.web, { errand: 'passport-renewal', place: 'bibliotek', from, to: aDay(17) })
    ).slice(0, 50)
    const result = await race([first.web, second.web], here.db, {
      slots: slots.map(({ slot }) => slot),
      errand: 'passport-renewal',
      attempts: 600,
      atOnce: 100,
    })
    assert.is(result.doubles, 0)
    assert.is(result.phantoms, 0)
    assert.is(result.failed, 0)
    assert.is(result.booked, 50, 'and every time found somebody')
    assert.is(result.refused, 550)
  } finally {
    await here.end()
    await second.stop()
    await first.end()
    folder.end()
  }
})

test('the database itself refuses a second booking of the same box and a booking without its seat', async () => {
  const hub = await hubHere()
  const here = await town(hub.database, { boxes: 1 })
  try {
    const [slot] = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: aDay(), to: aDay() })
    const { id: resource } = await here.db
      .selectFrom('booking_resources')
      .select('id')
      .where('kind', '=', 'counter')
      .executeTakeFirstOrThrow()
    const booking = (id: string) => ({
      id,
      state: 'held' as const,
      place: 'raadhus',
      kind: 'counter' as const,
      errands: ['id-card'],
      persons: 1,
      starts: slot!.start,
      ends: slot!.end,
      day: aDay(),
      seats: 1,
      channel: 'web' as const,
      expires_at: new Date(Date.now() + 60_000),
    })
    const write = (seated: boolean) =>
      here.db.transaction().execute(async (tx) => {
        const id = crypto.randomUUID()
        await tx.insertInto('bookings').values(booking(id)).execute()
        const { starts, ends } = booking(id)
        if (seated) await tx.insertInto('booking_seats').values({ resource, starts, ends, booking: id }).execute()
      })
    await write(true)
    const refusal = (seated: boolean) =>
      write(seated).then(
        () => 'written',
        (error: { code: string }) => error.code,
      )
    assert.is(await refusal(true), '23P01')
    assert.is(await refusal(false), '23514')
  } finally {
    await here.end()
    await hub.end()
  }
})

test.run()
