/** The planner's pages for places, hours, closures, questions and the chance queue, as a clerk uses them. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import { aDay, bookOf, slotsOf, type Town, town } from '../hub/booking-town.ts'
import { hubHere, tempFolder } from '../hub/clients.ts'
import { axeFinds } from './axe.ts'
import { buildPage, launchBrowser } from './desk-room.ts'

/** Set to a folder to look at the pages as pictures. */
const PICTURES = process.env.BOOKING_PICTURES

const test = suite('the planner’s pages')
const folder = tempFolder()
let built: Awaited<ReturnType<typeof buildPage>>
let browser: Browser
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
let page: Page

test.before(async () => {
  built = await buildPage('planning', join(folder.path, 'planning'))
  hub = await hubHere({ pages: folder.path })
  here = await town(hub.database)
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${hub.web}/planning/#/places`)
  await page.getByLabel('Brugernavn').fill('tove')
  await page.getByLabel('Adgangskode').fill('tove-password')
  await page.getByRole('button', { name: 'Log ind' }).click()
  await page.getByRole('heading', { name: 'Steder og åbningstider' }).waitFor()
})
test.after(async () => {
  await browser.close()
  await here.end()
  await hub.end()
  await built.remove()
  folder.end()
})

/** Clean for axe, nothing wider than the window; and a picture if one is wanted. */
async function look(name: string) {
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true })
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
  }
  assert.deepEqual(await axeFinds(page), [], name)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `${name} is ${wide} px too wide`)
}

/** A booked visit on a weekday, the last of the day. */
async function lateVisit(name: string) {
  const day = aDay()
  const slots = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: day, to: day })
  const { code } = await bookOf(hub.web, slots.at(-1)!.slot, `${name}@example.dk`, ['id-card'])
  return async () => here.db.selectFrom('bookings').selectAll().where('code', '=', code).executeTakeFirstOrThrow()
}

test('shorter hours: what they cancel is shown first, and nothing is cancelled by looking', async () => {
  const visit = await lateVisit('sen')
  await page.getByRole('button', { name: 'Rådhuset' }).click()
  await look('plan-1-places')
  await page.getByLabel('Lukker').first().fill('12:00')
  await page.getByRole('button', { name: 'Vis, hvad ændringen betyder' }).click()
  await page.getByText('Det aflyser 1 bestilt tid').waitFor()
  assert.equal((await visit()).state, 'booked')
  await look('plan-2-effect')
  await page.getByRole('button', { name: 'Gem, og aflys tiden' }).click()
  await page.getByText('Gemt.').waitFor()
  const { id, state } = await visit()
  assert.equal(state, 'cancelled')
  const told = await here.db.selectFrom('booking_messages').select('why').where('booking', '=', id).execute()
  assert.ok(told.some(({ why }) => why === 'closed'))
  assert.deepEqual(
    (await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: aDay(), to: aDay() })).filter(
      ({ start }) => new Date(start).getUTCHours() >= 12,
    ),
    [],
  )
})

test('a counter that is taken away: its visits go to the other one', async () => {
  const day = aDay()
  const [slot] = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: day, to: day })
  const { code } = await bookOf(hub.web, slot!.slot, 'flyt@example.dk', ['id-card'])
  const seat = () =>
    here.db
      .selectFrom('bookings')
      .innerJoin('booking_seats', 'booking_seats.booking', 'bookings.id')
      .innerJoin('booking_resources', 'booking_resources.id', 'booking_seats.resource')
      .select(['booking_resources.name', 'bookings.state'])
      .where('bookings.code', '=', code)
      .executeTakeFirstOrThrow()
  const before = await seat()
  await page.getByRole('button', { name: 'Rådhuset' }).click()
  await page.getByRole('button', { name: `Fjern ${before.name}` }).click()
  await page.getByRole('button', { name: 'Vis, hvad ændringen betyder' }).click()
  await page.getByText('Ingen bestilte tider bliver aflyst. 1 tid får en anden plads').waitFor()
  await page.getByRole('button', { name: 'Gem', exact: true }).click()
  await page.getByText('Gemt.').waitFor()
  const after = await seat()
  assert.equal(after.state, 'booked')
  assert.notEqual(after.name, before.name)
})

test('closed days: shown, closed, and opened again', async () => {
  await page.getByRole('link', { name: 'Lukkedage' }).click()
  await page.getByLabel('Første dag').fill(aDay(40))
  await page.getByLabel('Hvorfor').fill('Personaledag')
  await page.getByRole('button', { name: 'Vis, hvad det aflyser' }).click()
  await page.getByText('Der aflyses intet').waitFor()
  await look('plan-3-closures')
  await page.getByRole('button', { name: 'Luk dagene' }).click()
  await page.getByText('Dagene er lukket.').waitFor()
  await page.getByRole('button', { name: /Åbn igen: Personaledag/ }).click()
  await page.getByText('Dagene er åbne igen.').waitFor()
})

test('the questions are changed, tried, and saved as a version from a day on; a missing translation is said', async () => {
  await page.getByRole('link', { name: 'Spørgsmål før tidsbestilling' }).click()
  await page.getByLabel('Ærinde').selectOption('health-card')
  const danish = page.getByLabel('Dansk', { exact: true }).first()
  await danish.fill('')
  await page.getByRole('button', { name: 'Gem som ny version' }).click()
  await page.getByText('Skriv alle spørgsmål og svar på begge sprog først.').waitFor()
  await danish.fill('Har du MitID på din telefon?')
  await page.getByRole('heading', { name: 'Prøv som borger' }).waitFor()
  await page.getByText('Har du MitID på din telefon?').first().waitFor()
  await look('plan-4-triage')
  await page.getByRole('button', { name: 'Gem som ny version' }).click()
  await page.getByText('Gemt som version 2').waitFor()
  const { rows } = await here.db
    .selectFrom('triage_trees')
    .select('tree')
    .where('version', '=', 2)
    .execute()
    .then((rows) => ({ rows }))
  assert.ok(JSON.stringify(rows[0]!.tree).includes('MitID på din telefon'))
  await page.getByLabel('Ærinde').selectOption('id-card')
  await page.getByRole('button', { name: 'Stil spørgsmål før dette ærinde' }).click()
  await page.getByLabel('Fører til').first().selectOption('+q')
  await look('plan-5-triage-new')
})

test('the chance queue is off until a planner switches it on, with her own limits', async () => {
  await page.getByRole('link', { name: 'Chancekø' }).click()
  await page.getByText('Der er ingen chancekø nogen steder endnu.').waitFor()
  await page.getByRole('button', { name: 'Tilføj et tidsrum' }).click()
  await page.getByLabel('En med tid venter højst').selectOption('2')
  await page.getByRole('button', { name: 'Gem', exact: true }).click()
  await page.getByText('Gemt. Det gælder fra nu af.').waitFor()
  const read = () => here.db.selectFrom('standby_policies').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual([(await read()).active, (await read()).limit_minutes], [false, 2])
  await page.getByLabel('Chancekø 1 er tændt').check()
  await look('plan-6-standby')
  await page.getByRole('button', { name: 'Gem', exact: true }).click()
  await page.getByText('Gemt. Det gælder fra nu af.').waitFor()
  assert.equal((await read()).active, true)
})

test('English, and a narrow window', async () => {
  await page.getByRole('button', { name: 'English' }).click()
  await page.setViewportSize({ width: 720, height: 900 })
  for (const name of ['Places and hours', 'Closures', 'Questions before booking', 'Chance queue']) {
    await page.getByRole('link', { name }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    await look(`plan-en-${name}`)
  }
})

test.run()
