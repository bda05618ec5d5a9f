/**
 * Every page about appointments, in both languages, on a telephone, on a desk and with letters of twice the size: axe, nothing
 * wider than the screen, and a picture. And a booking by keyboard alone, counted and timed.
 * Run: node tests/soak/booking-pages.ts [FOLDER for pictures]
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { instant } from '../../hub/booking/local-time.ts'
import { schedule } from '../../hub/booking/schedule.ts'
import { ask } from '../../hub/booking/standby.ts'
import { aDay, bookOf, slotsOf, town } from '../hub/booking-town.ts'
import { hubHere, tempFolder } from '../hub/clients.ts'
import { axeFinds } from '../ui/axe.ts'
import { buildPage, launchBrowser } from '../ui/desk-room.ts'

const pictures = process.argv[2]
const forms = [
  { name: '360', width: 360, height: 740, letters: 1 },
  { name: '360-200', width: 360, height: 740, letters: 2 },
  { name: '1280', width: 1280, height: 800, letters: 1 },
] as const
type Form = (typeof forms)[number] | { name: string; width: number; height: number; letters: number }
type Language = 'da' | 'en'

const folder = tempFolder()
if (pictures) mkdirSync(pictures, { recursive: true })
const built = []
for (const page of ['booking', 'planning'] as const) built.push(await buildPage(page, join(folder.path, page)))
const hub = await hubHere({ pages: folder.path })
const here = await town(hub.database)
const browser = await launchBrowser()
let looked = 0
const faults: string[] = []

async function look(page: Page, { width, letters }: Form, name: string) {
  await page.evaluate((letters) => {
    const { style } = document.documentElement
    style.fontSize = letters === 1 ? '' : `${10 * letters}px`
  }, letters)
  looked++
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  for (const found of await axeFinds(page)) faults.push(`${name}: ${found.slice(0, 200)}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (wide > 0) faults.push(`${name}: ${wide} px wider than ${width}`)
}

/** Errand, questions, time, who, code, the appointment's own page. */
async function citizen(page: Page, form: Form, language: Language) {
  const see = (name: string) => look(page, form, `${language}-${form.name}-${name}`)
  await page.goto(`${hub.web}/booking/?lang=${language}#/`)
  await page.locator('#errand-passport-renewal').check({ force: true })
  await page.locator('details summary').click()
  await see('1-errand')
  await page.locator('.act .button-primary').click()
  for (let n = 0; n < 2; n++) {
    const question = await page.locator('h1').textContent()
    await page.locator('.answer').first().waitFor()
    if (n === 0) await see('2-question')
    await page.locator('.answer').first().click()
    await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, question)
  }
  await page.locator('.first .button-primary').waitFor()
  await page.locator('.day-head').first().click()
  await see('3-time')
  await page.locator('.first .button-primary').click()
  await page.locator('#name').fill('Anna Prøve')
  await page.locator('#email').fill(`${language}${form.name}@example.dk`)
  await see('4-who')
  await page.locator('.act .button-primary').click()
  await page.locator('[data-code]').waitFor()
  await see('5-done')
  await page.locator('a[href*="#/a/"], a[href*="/booking/a/"]').first().click()
  await page.locator('.plain').last().waitFor()
  await see('6-appointment')
  await page.goto(`${hub.web}/booking/?lang=${language}&again#/`)
  await page.locator('#errand-health-card').check({ force: true })
  await page.locator('.act .button-primary').click()
  await page.locator('.answer').first().click()
  await page.locator('.act a').waitFor()
  await see('7-exit')
  for (const [name, hash] of [
    ['8-queue', '#/queue/raadhus'],
    ['9-number', `#/s/${number}`],
    ['10-board', '#/board/raadhus'],
    ['11-no-such', '#/a/nobody-has-this'],
    ['12-survey', `#/f/${asked}`],
  ] as const) {
    await page.goto(`${hub.web}/booking/?lang=${language}&${name}${hash}`)
    await page.locator('main h1, main .flag').first().waitFor()
    await page.waitForLoadState('networkidle')
    await see(name)
  }
}

async function signIn(page: Page, user: string) {
  await page.locator('#user, [name=user]').first().fill(user)
  await page.locator('[type=password]').fill(`${user}-password`)
  await page.locator('[type=submit]').click()
  await page.locator('[type=password]').waitFor({ state: 'detached' })
}

async function staff(page: Page, form: Form, language: Language) {
  for (const [n, tab] of ['today', 'calls', 'book', 'outbox'].entries()) {
    await page.goto(`${hub.web}/booking/?lang=${language}&${tab}#/staff/${tab}`)
    await page.locator('.tabs, [type=password]').first().waitFor()
    if (await page.locator('[type=password]').count()) await signIn(page, 'mette')
    await page.locator('.tabs').waitFor()
    await page.locator('h1').waitFor()
    await page.waitForLoadState('networkidle')
    await look(page, form, `${language}-${form.name}-staff-${n + 1}-${tab}`)
  }
}

async function planner(page: Page, form: Form, language: Language) {
  await page.goto(`${hub.web}/planning/#/places`)
  await page.locator('[type=password]').waitFor()
  await signIn(page, 'tove')
  if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
  for (const tab of ['places', 'closures', 'triage', 'standby']) {
    await page.goto(`${hub.web}/planning/#/${tab}`)
    await page.locator('h1').waitFor()
    await page.waitForLoadState('networkidle')
    await look(page, form, `${language}-${form.name}-plan-${tab}`)
  }
}

/** From the first page to the code with Tab, Space, Enter and letters only. */
async function byKeyboard(language: Language): Promise<string> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const keys = { moves: 0, letters: 0 }
  const press = async (key: string) => {
    await page.keyboard.press(key)
    keys.moves++
  }
  const tabTo = async (selector: string) => {
    await page.locator(selector).first().waitFor({ state: 'attached' })
    for (let n = 0; n < 60; n++) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return
      await press('Tab')
    }
    throw new Error(`the keyboard never reaches ${selector}`)
  }
  const type = async (text: string) => {
    await page.keyboard.type(text)
    keys.letters += text.length
  }
  await page.goto(`${hub.web}/booking/?lang=${language}`)
  await page.locator('#errand-passport-renewal').waitFor({ state: 'attached' })
  const began = performance.now()
  await tabTo('#errand-passport-renewal')
  await press('Space')
  await press('Enter')
  for (let n = 0; n < 2; n++) {
    const question = await page.locator('h1').textContent()
    await tabTo('.answer')
    await press('Enter')
    await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, question)
  }
  await tabTo('.first .button-primary')
  await press('Enter')
  await tabTo('#name')
  await type('Ane Prøve')
  await tabTo('#email')
  await type('ane@example.dk')
  await press('Enter')
  await page.locator('[data-code]').waitFor()
  const seconds = (performance.now() - began) / 1000
  await context.close()
  // A slow typist: two keys a second, and two seconds to read each of six pages.
  const person = (keys.moves + keys.letters) / 2 + 12 + seconds
  return `by keyboard at 360 px (${language}): ${keys.moves} key presses and ${keys.letters} letters from the first page to the code; the machine itself ${seconds.toFixed(1)} s, with two keys a second and two seconds to read each page ${person.toFixed(0)} s`
}

// A number of the chance queue, somebody called, a visit to ask about, calls and messages to look at.
const day = aDay()
const policy = { place: 'raadhus', opens: 540, closes: 960, active: true, level: 0.9, limit_minutes: 5, max_waiting: 3 }
await here.db.insertInto('standby_policies').values(policy).execute()
const ticket = await ask(
  here.db,
  await schedule(here.db),
  { place: 'raadhus', errands: ['id-card'], phone: null, need: false },
  instant(day, 660),
)
const number = ticket.is === 'ticket' ? ticket.token : ''
const some = await slotsOf(hub.web, { errand: 'health-card', place: 'bibliotek', from: day, to: day })
const { link } = await bookOf(hub.web, some[0]!.slot, { email: 'gry@example.dk', phone: '12345678' }, ['health-card'])
const asked = link.split('/').at(-1)!

try {
  for (const language of ['da', 'en'] as const) {
    for (const form of forms) {
      const context = await browser.newContext({ viewport: form, reducedMotion: 'reduce' })
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      await citizen(page, form, language)
      if (form.letters === 1) await staff(page, form, language)
      await context.close()
    }
    for (const form of [
      { name: '1440', width: 1440, height: 900, letters: 1 },
      { name: '1440-200', width: 1440, height: 900, letters: 2 },
    ]) {
      const context = await browser.newContext({ viewport: form, reducedMotion: 'reduce' })
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      await planner(page, form, language)
      await context.close()
    }
    console.log(await byKeyboard(language))
  }
  console.log(`${looked} pages looked at, ${faults.length} faults`)
  for (const fault of faults) console.log(fault)
} finally {
  await browser.close()
  await here.end()
  await hub.end()
  for (const one of built) await one.remove()
  folder.end()
}
if (faults.length > 0) process.exitCode = 1
