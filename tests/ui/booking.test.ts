import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { suite } from 'uvu'
import { build } from 'vite'
import { instant, localOf } from '../../hub/booking/local-time.ts'
import { schedule } from '../../hub/booking/schedule.ts'
import { ask } from '../../hub/booking/standby.ts'
import { aDay, bookOf, slotsOf, type Town, town } from '../hub/booking-town.ts'
import { hubHere, tempFolder } from '../hub/clients.ts'
import { axeFinds } from './axe.ts'
import { launchBrowser } from './desk-room.ts'

/** Set to a folder to look at the pages as pictures. */
const PICTURES = process.env.BOOKING_PICTURES

const test = suite<{ context: BrowserContext; page: Page }>('the booking page')
const folder = tempFolder()
let browser: Browser
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town

test.before(async () => {
  process.env.PAGE = 'booking'
  await build({
    configFile: join(import.meta.dirname, '../../ui/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(folder.path, 'booking'), emptyOutDir: true },
  })
  hub = await hubHere({ pages: folder.path })
  here = await town(hub.database)
  browser = await launchBrowser()
})
test.after(async () => {
  await browser.close()
  await here.end()
  await hub.end()
  folder.end()
})
test.before.each(async (at) => {
  at.context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  at.page = await at.context.newPage()
  at.page.setDefaultTimeout(15_000)
})
test.after.each(async (at) => at.context.close())

/** Clean for axe, nothing wider than the screen, every target large enough; and a picture if one is wanted. */
async function look(page: Page, name: string) {
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true })
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
  }
  assert.deepEqual(await axeFinds(page), [], name)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `${name} is ${wide} px too wide`)
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, a, input, select, summary')]
      .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
      .map(({ text }) => text),
  )
  assert.deepEqual(small, [], name)
}

test('a passport time is booked by keyboard alone on a small screen', async ({ page }) => {
  const began = performance.now()
  await page.goto(`${hub.web}/booking/`)
  await page.getByRole('heading', { name: 'Hvad drejer det sig om?' }).waitFor()
  await look(page, '1-errand')
  let presses = 0
  const press = async (key: string, times = 1) => {
    for (let n = 0; n < times; n++) await page.keyboard.press(key)
    presses += times
  }
  const tabTo = async (name: string) => {
    for (let n = 0; n < 40; n++) {
      const at = await page.evaluate(() => {
        const one = document.activeElement as HTMLInputElement | null
        return one?.labels?.[0]?.textContent ?? one?.textContent ?? ''
      })
      if (at.trim() === name) return
      await press('Tab')
    }
    throw new Error(`the keyboard never reaches “${name}”`)
  }
  await tabTo('Forny pas')
  await press('Space')
  await press('Enter')
  await page.getByRole('heading', { name: 'Har du dit seneste pas' }).waitFor()
  await look(page, '2-triage')
  await tabTo('Ja')
  await press('Enter')
  await page.getByRole('heading', { name: 'Vil du bruge boksen' }).waitFor()
  await tabTo('Ja, boksen')
  await press('Enter')
  await page.getByRole('heading', { name: 'Første ledige tid' }).waitFor()
  await look(page, '3-time')
  await tabTo('Tag denne tid')
  await press('Enter')
  await page.getByRole('heading', { name: 'Hvem er du?' }).waitFor()
  await look(page, '4-contact')
  await tabTo('Dit navn')
  await page.keyboard.type('Ane Prøve')
  await press('Enter')
  await page.getByText('Skriv en e-mail eller et telefonnummer.').waitFor()
  await look(page, '4-contact-wrong')
  await tabTo('E-mail')
  await page.keyboard.type('ane@example.dk')
  await press('Enter')
  await page.getByRole('heading', { name: 'Din tid er bestilt' }).waitFor()
  await look(page, '5-done')
  assert.match((await page.locator('[data-code]').textContent())!, /^[A-Z]{2} \d{4}$/)
  assert.ok(presses < 60, `${presses} key presses`)
  console.log(
    `booked by keyboard: ${presses} presses besides typing, ${((performance.now() - began) / 1000).toFixed(1)} s with axe`,
  )

  await page.getByRole('link', { name: 'Se, flyt eller aflys tiden' }).press('Enter')
  await page.getByRole('heading', { name: 'Din tid', exact: true }).waitFor()
  await look(page, '6-manage')
  await page.getByRole('button', { name: 'Flyt til en anden tid' }).click()
  await page
    .getByRole('button', { name: /ledige tider/ })
    .nth(2)
    .click()
  await look(page, '7-move')
  await page.getByRole('button', { name: /kl\. 10\.00/ }).click()
  await page.getByText('Tiden er flyttet.').waitFor()
  await page.getByRole('button', { name: 'Jeg vil gerne have en tidligere tid' }).click()
  await page.getByText('Du er den første på listen').waitFor()
  await page.getByRole('button', { name: 'Aflys tiden' }).click()
  await look(page, '8-cancel')
  await page.getByRole('button', { name: 'Ja, aflys' }).click()
  await page.getByText('Tiden er aflyst.').waitFor()
})

test('who can do it without a visit is shown how, and both ways are counted', async ({ page }) => {
  await page.goto(`${hub.web}/booking/`)
  await page.getByLabel('Sundhedskort').check({ force: true })
  await page.getByRole('button', { name: 'Næste' }).click()
  await page.getByRole('button', { name: 'Ja', exact: true }).click()
  await page.getByRole('heading', { name: 'Det kan du gøre selv nu' }).waitFor()
  await look(page, '2-exit')
  assert.match(
    (await page.getByRole('link', { name: /Gå til selvbetjening/ }).getAttribute('href'))!,
    /^https:\/\/www\.borger\.dk/,
  )
  await page.reload()
  await page.getByLabel('Sundhedskort').check({ force: true })
  await page.getByRole('button', { name: 'Næste' }).click()
  await page.getByRole('button', { name: 'Nej', exact: true }).click()
  await page.getByRole('heading', { name: 'Vælg sted og tid' }).waitFor()
  const read = () =>
    here.db
      .selectFrom('triage_counts')
      .select(['exit', 'n', 'came_back'])
      .where('errand', '=', 'health-card')
      .orderBy('exit')
      .execute()
  // The page does not wait for the count.
  let counts = await read()
  for (let n = 0; counts.length < 2 && n < 100; n++) counts = await page.waitForTimeout(50).then(read)
  assert.deepEqual(
    counts.map(({ exit, n, came_back }) => [exit, n, came_back]),
    [
      ['box', 0, 1],
      ['health-self', 1, 0],
    ],
  )
})

test('the time is taken by another in the same moment: said, and others are shown', async ({ page }) => {
  await page.goto(`${hub.web}/booking/`)
  await page.getByLabel('Legitimationskort').check({ force: true })
  await page.getByRole('button', { name: 'Næste' }).click()
  await page.getByRole('button', { name: 'Tag denne tid' }).waitFor()
  await page.route('**/api/holds', (route) =>
    route.fulfill({ status: 409, contentType: 'application/json', body: '{"error":"Somebody was faster."}' }),
  )
  await page.getByRole('button', { name: 'Tag denne tid' }).click()
  await page.getByText('Den tid er netop blevet taget af en anden').waitFor()
  await look(page, '3-taken')
})

test('English, a wide screen and letters of twice the size', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${hub.web}/booking/`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'What is it about?' }).waitFor()
  await look(page, 'en-1-errand-1280')
  await page.getByLabel('Identity card').check({ force: true })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Take this time' }).waitFor()
  await look(page, 'en-3-time-1280')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.evaluate(() => (document.documentElement.style.fontSize = '20px'))
  await page
    .getByRole('button', { name: /free times/ })
    .first()
    .click()
  await look(page, 'en-3-time-200')
  await page.getByRole('button', { name: 'Take this time' }).click()
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
  await look(page, 'en-4-contact-200')
})

test('staff: the day in one line, a service call settled, a time booked by telephone, the outbox', async ({ page }) => {
  const day = aDay()
  const [slot, later] = await slotsOf(hub.web, { errand: 'health-card', place: 'bibliotek', from: day, to: day })
  await bookOf(hub.web, slot!.slot, { email: 'gry@example.dk', phone: '12345678' }, ['health-card'])
  // Not settled: what is not sent yet about a settled visit never is.
  await bookOf(hub.web, later!.slot, 'ib@example.dk', ['passport-renewal'])
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${hub.web}/booking/#/staff/calls`)
  await page.getByLabel('Brugernavn').fill('mette')
  await page.getByLabel('Adgangskode').fill('mette-password')
  await page.getByRole('button', { name: 'Log ind' }).click()
  await page.getByLabel('Dag', { exact: true }).fill(day)
  await page.getByRole('button', { name: /Jeg ringer/ }).click()
  await page.getByLabel('Hvordan gik det?').selectOption('settled')
  await look(page, 'staff-1-calls')
  await page.getByRole('button', { name: 'Gem' }).click()
  await page.getByText('1 opkald, 1 klaret (100 %)').waitFor()

  await page.getByRole('link', { name: 'Beskeder' }).click()
  await page.getByText('ib@example.dk').first().waitFor()
  await look(page, 'staff-2-outbox')

  await page.getByRole('link', { name: 'Bestil for en borger' }).click()
  await page.getByLabel('Legitimationskort').check({ force: true })
  await page.getByRole('button', { name: 'Næste' }).click()
  await page.getByRole('button', { name: 'Tag denne tid' }).click()
  await page.getByLabel('Dit navn').fill('Bo Ringer')
  await page.getByLabel('Telefonnummer').fill('87654321')
  await page.getByRole('button', { name: 'Bestil tiden' }).click()
  const code = (await page.locator('[data-code]').textContent())!
  const made = await here.db.selectFrom('bookings').selectAll().where('code', '=', code).executeTakeFirstOrThrow()
  assert.equal(made.channel, 'phone')

  // Today, whenever that is: somebody who is due now.
  const today = localOf(new Date()).day
  const late = new Date(Date.now() + 60_000)
  await here.db.transaction().execute(async (tx) => {
    const ends = new Date(late.getTime() + 15 * 60_000)
    await tx.updateTable('bookings').set({ day: today, starts: late, ends }).where('id', '=', made.id).execute()
    await tx.updateTable('booking_seats').set({ starts: late, ends }).where('booking', '=', made.id).execute()
  })
  await page.getByRole('link', { name: 'I dag' }).click()
  await page.getByLabel('Sted').selectOption('raadhus')
  await page.getByRole('button', { name: `Er kommet: ${code}` }).click()
  await page.getByRole('button', { name: `Kald ind: ${code}` }).click()
  await page.getByRole('button', { name: `Færdig: ${code}` }).waitFor()
  await look(page, 'staff-3-today')
  await page.goto(`${hub.web}/booking/#/board/raadhus`)
  await page.getByText(code).waitFor()
  await look(page, 'staff-4-board')
  await page.goBack()
  await page.getByRole('button', { name: `Færdig: ${code}` }).click()
  await page.getByText('Ingen venter lige nu.').waitFor()
})

test('a walk-in is told that there is no chance queue; where there is one, a number follows on the telephone', async ({
  page,
}) => {
  await page.goto(`${hub.web}/booking/#/queue/raadhus`)
  await page.getByRole('button', { name: 'Tag et nummer' }).click()
  await page.getByText('Der er ingen chancekø her lige nu').waitFor()
  await look(page, '10-queue')
  const policy = {
    place: 'raadhus',
    opens: 540,
    closes: 960,
    active: true,
    level: 0.9,
    limit_minutes: 5,
    max_waiting: 3,
  }
  await here.db.insertInto('standby_policies').values(policy).execute()
  // Taken in the middle of a working day, whatever the hour of the test.
  const wish = { place: 'raadhus', errands: ['id-card'], phone: null, need: false }
  const asked = await ask(here.db, await schedule(here.db), wish, instant(aDay(), 660))
  assert.equal(asked.is, 'ticket')
  await page.goto(`${hub.web}/booking/#/s/${asked.is === 'ticket' ? asked.token : ''}`)
  await page.getByText('C 1', { exact: true }).waitFor()
  await look(page, '11-number')
})

test('the survey is two taps by keyboard; the times offered are asked about, words are screened, once is enough', async ({
  page,
}) => {
  const day = aDay(21)
  const [slot] = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: day, to: day })
  const { code, link } = await bookOf(hub.web, slot!.slot, 'survey@example.dk', ['id-card'])
  await here.db.updateTable('bookings').set({ state: 'served' }).where('code', '=', code).execute()
  await page.goto(`${hub.web}/booking/#/f/${link.split('/').at(-1)}`)
  await page.getByRole('radio').first().waitFor()
  await look(page, 'survey-1')
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '125%'
  })
  await look(page, 'survey-2-large')
  await page.getByRole('radio').first().focus()
  for (const key of ['Space', 'Tab', 'Space', 'Tab']) await page.keyboard.press(key)
  await page.keyboard.type('Mette var sød, ring 22 33 44 55')
  for (const key of ['Tab', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('status').waitFor()
  await look(page, 'survey-3-thanks')
  const stored = await here.db.selectFrom('surveys').selectAll().executeTakeFirstOrThrow()
  assert.equal(stored.solved, 'yes')
  assert.ok(stored.times !== null && !/Mette|22 33/.test(stored.words!), JSON.stringify(stored))
  await page.goto(`${hub.web}/booking/?lang=en#/f/${link.split('/').at(-1)}`)
  await page.getByRole('status').waitFor()
  assert.equal(await page.getByRole('radio').count(), 0, 'answered before')
})

test.run()
