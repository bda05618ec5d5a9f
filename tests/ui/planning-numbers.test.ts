/**
 * The planner’s pages about people and numbers, on a small made-up municipality: clean for axe, whole at 200 %
 * text and in both languages, worked by keyboard, readable in black and white on paper. `PLAN_PICTURES=folder` for pictures of all
 * of it, on the whole demo year.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import { fillDemo } from '../../hub/booking/demo.ts'
import { kalundborg } from '../../hub/planning/kalundborg.ts'
import { summary } from '../../hub/planning/kalundborg-text.ts'
import { openStore } from '../../hub/store/store.ts'
import { hubHere, tempFolder } from '../hub/clients.ts'
import { axeFinds } from './axe.ts'
import { buildPage, launchBrowser } from './desk-room.ts'

const PICTURES = process.env['PLAN_PICTURES']

const test = suite('the planner’s pages about people and numbers')
const folder = tempFolder()
let built: Awaited<ReturnType<typeof buildPage>>
let browser: Browser
let hub: Awaited<ReturnType<typeof hubHere>>
let db: Awaited<ReturnType<typeof openStore>>
let page: Page

test.before(async () => {
  built = await buildPage('planning', join(folder.path, 'planning'))
  hub = await hubHere({ pages: folder.path })
  db = await openStore(hub.database, () => {})
  await fillDemo(db, 7, new Date(), () => false, PICTURES ? undefined : { past: 45, coming: 8 })
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(120_000)
  await lessWork(page)
  await page.goto(`${hub.web}/planning/#/staff`)
  await page.getByLabel('Brugernavn').fill('tove')
  await page.getByLabel('Adgangskode').fill('tove-password')
  await page.keyboard.press('Enter')
})
test.after(async () => {
  await browser.close()
  await db.destroy()
  await hub.end()
  await built.remove()
  folder.end()
})

/** The same questions with fewer simulated years: what is looked at here is the page. */
async function lessWork(page: Page) {
  await page.route('**/api/plan/what-if', (route) =>
    route.continue({ postData: JSON.stringify({ ...(route.request().postDataJSON() as object), runs: 2 }) }),
  )
  const answer = await kalundborg({ runs: 2, seed: 1 })
  await page.route('**/api/plan/answer*', async (route) => {
    const measured = { from: '2026-01-05', to: '2026-06-30', days: 120, visits: 9000 }
    const about = { place: 'raadhuset', placeName: 'Rådhuset', made: new Date().toISOString(), measured }
    await route.fulfill({
      json: { ...answer, ...about, summary: { da: summary(answer, 'da'), en: summary(answer, 'en') } },
    })
  })
}

type Tab = { da: string; en: string; there(): Promise<unknown> }
const drawn = (least: number) => () =>
  page
    .locator('.drawing > *')
    .nth(least - 1)
    .waitFor({ state: 'attached' })
const tabs: { [id: string]: Tab } = {
  staff: {
    da: 'Medarbejdere og kompetencer',
    en: 'Staff and skills',
    there: () => page.locator('table').first().waitFor(),
  },
  roster: { da: 'Vagtplan og fravær', en: 'Roster and absence', there: () => page.locator('table').first().waitFor() },
  day: { da: 'Dagen', en: 'The day', there: () => page.locator('.gantt, .panel p').first().waitFor() },
  need: { da: 'Plan og behov', en: 'Plan and need', there: drawn(3) },
  figures: { da: 'Tal', en: 'Figures', there: drawn(20) },
  voices: {
    da: 'Borgernes ord',
    en: 'Citizens’ words',
    there: () => page.locator('main li, main td').first().waitFor(),
  },
  'what-if': {
    da: 'Hvad nu hvis',
    en: 'What if',
    there: async () => {
      await page.locator('form button[type=submit]').click()
      await drawn(1)()
    },
  },
  answer: { da: 'Svaret på Kalundborgs spørgsmål', en: 'The answer to Kalundborg’s question', there: drawn(1) },
}

const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
async function picture(name: string) {
  if (!PICTURES) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}
/** As the paper shows it: no colour. */
async function paper(name: string) {
  if (!PICTURES) return
  const pdf = join(PICTURES, `${name}.pdf`)
  writeFileSync(pdf, await page.pdf({ format: 'A4', printBackground: true }))
  execFileSync('pdftoppm', ['-gray', '-r', '70', '-png', pdf, join(PICTURES, `${name}-paper`)])
}
/** Text twice as large in the same window. */
const letters = (size: '' | '125%') =>
  page.evaluate((size) => {
    document.documentElement.style.fontSize = size
  }, size)

/** What stood on the page before must not be taken for what comes. */
async function turnTo(id: string, name: string) {
  const head = page.locator('main h1')
  const before = page.url().endsWith(`#/${id}`) ? null : await head.textContent()
  await page.getByRole('link', { name, exact: true }).click()
  await page.waitForURL(`**/#/${id}`)
  await head.filter({ hasNotText: before ?? '\u0000' }).waitFor()
}

for (const [id, { da, en, there }] of Object.entries(tabs))
  test(`${da}: clean for axe, whole in large letters, in English and on paper`, async () => {
    await turnTo(id, da)
    await there()
    await picture(`${id}-da`)
    assert.deepEqual(await axeFinds(page), [], id)
    assert.ok((await wide()) <= 0, `${id} is wider than the window`)
    await letters('125%')
    await picture(`${id}-200`)
    const more = await wide()
    assert.ok(more <= 0, `${id} in large letters is ${more} px too wide`)
    await letters('')
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('nav.pages').isVisible(), false, 'the menu is not printed')
    await page.emulateMedia({ media: null })
    await paper(`${id}-da`)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('link', { name: en, exact: true }).waitFor()
    await picture(`${id}-en`)
    const danish = await page.locator('main').textContent()
    assert.ok(
      !/\b(Medarbejdere|Ventetid|Stillinger|stillinger|Betjent|Vagtplan)\b/.test(danish ?? ''),
      `${id} has Danish left`,
    )
    await page.getByRole('button', { name: 'Dansk' }).click()
  })

test('the worked answer fits on one printed page', async () => {
  await page.waitForURL('**/#/answer')
  await drawn(1)()
  const pdf = await page.pdf({ format: 'A4' })
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
  assert.equal(pages, 1)
})

test('every colour of a picture can be told apart in grey', async () => {
  await page.getByRole('link', { name: 'Plan og behov', exact: true }).click()
  await drawn(3)()
  const inks = await page.locator('.drawing').evaluateAll((drawings) => {
    const seen = new Set<string>()
    for (const drawing of drawings)
      for (const part of drawing.querySelectorAll('rect, path, line, circle')) {
        const { fill, stroke } = getComputedStyle(part)
        for (const ink of [fill, stroke]) if (ink.startsWith('rgb(')) seen.add(ink)
      }
    return [...seen]
  })
  const greys = inks
    .map((ink) => {
      const [r, g, b] = ink.match(/\d+/g)!.map(Number) as [number, number, number]
      return 0.299 * r + 0.587 * g + 0.114 * b
    })
    .sort((a, b) => a - b)
  assert.ok(greys.length >= 2, 'nothing is drawn')
  for (let i = 1; i < greys.length; i++)
    assert.ok(greys[i]! - greys[i - 1]! >= 20, `two inks are the same grey: ${greys.map(Math.round)}`)
})

test('a week is put on the roster and taken off again without a mouse', async () => {
  await page.getByRole('link', { name: 'Vagtplan og fravær', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Vagtplan og fravær', level: 1 }).waitFor()
  await page.locator('#person').waitFor()
  const rows = page.locator('section:has(#person) tbody tr')
  const before = await rows.count()
  // From the top of the page, where the focus stands, to the first field of the new row.
  for (let i = 0; i < 60 && (await page.evaluate(() => document.activeElement?.id)) !== 'weekday'; i++)
    await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'weekday', 'the form is not reached')
  await page.keyboard.press('End')
  const onButton = () => page.evaluate(() => document.activeElement instanceof HTMLButtonElement)
  for (let i = 0; i < 12 && !(await onButton()); i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('status').filter({ hasText: /Gemt/ }).waitFor()
  await rows.nth(before).waitFor()
  await rows.last().getByRole('button').focus()
  await page.keyboard.press('Space')
  await rows.nth(before).waitFor({ state: 'detached' })
})

test.run()
