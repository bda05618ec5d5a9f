/**
 * Money and paper that only a person can end, on the real pages over a real hub: finance's list of bills, and the desk's
 * “Papir og penge”. `MONEY_PICTURES=folder` for pictures.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Bill } from '../../device/contract/bill.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import { caseNumber } from '../../device/contract/numbers.ts'
import { connectBox, enrolBox, hubHere, is, report, testConfig } from '../hub/clients.ts'
import { axeFinds } from './axe.ts'
import { launchBrowser } from './desk-room.ts'
import { builtPage } from './pages.ts'

const PICTURES = process.env['MONEY_PICTURES']

const test = suite('pages: money and paper that wait for a person')
let browser: Browser
let hub: Awaited<ReturnType<typeof hubHere>>
let line: Awaited<ReturnType<typeof connectBox>>

test.before(async () => {
  for (const page of ['bills', 'desk'] as const) builtPage(page)
  const frida = { role: 'Økonomi', name: 'Frida Finans', user: 'frida', password: 'frida-password' }
  hub = await hubHere({ users: [...testConfig('').users, { ...frida, roles: ['finance'] }] })
  line = await connectBox(hub.box, await enrolBox(hub.web))
  browser = await launchBrowser()
})
test.after(async () => {
  await browser.close()
  await line.close()
  await hub.end()
})

async function signedIn(path: string, user: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`${hub.web}${path}`)
  await page.getByLabel('Brugernavn').fill(user)
  await page.getByLabel('Adgangskode').fill(`${user}-password`)
  await page.keyboard.press('Enter')
  return page
}

async function looked(page: Page, name: string) {
  assert.equal(await axeFinds(page), [], name)
  if (!PICTURES) return
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%'
  })
  await page.screenshot({ path: join(PICTURES, `${name}-200.png`), fullPage: true })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = ''
  })
}

test('finance ends a bill by keyboard alone; what a colleague has ended meanwhile is said, not lost', async () => {
  const bill = (amount: number, way: Bill['way']): Bill => {
    return { case: randomUUID(), application: randomUUID(), errand: 'passport-renewal', way, amount }
  }
  const [mine, hers] = [bill(89_000, 'invoice'), bill(37_800, 'desk')]
  for (const [i, one] of [mine, hers].entries())
    line.send({ is: 'event', n: i + 1, at: `2026-11-2${i}T10:00:00.000Z`, event: { is: 'bill', bill: one } })
  for (let ack = 0; ack < 2; ) ack = (await line.take(is<LinkDown, 'ack'>('ack'))).upTo

  const page = await signedIn('/bills/', 'frida')
  await page.getByText('2 regninger venter, i alt 1.268,00 kr.').waitFor()
  const other = await signedIn('/bills/', 'frida')
  const row = (on: Page, { case: id }: Bill) => on.locator(`[data-case="${id}"]`)
  const end = async (on: Page, one: Bill, how: string, why: string) => {
    await row(on, one).getByRole('button', { name: 'Afslut' }).press('Enter')
    await on.getByLabel('Hvordan endte den?').selectOption(how)
    await on.getByLabel('Betalingens nummer, eller hvorfor ikke').fill(why)
    await on.keyboard.press('Enter')
  }
  await row(page, mine).getByRole('button', { name: 'Afslut' }).click()
  await looked(page, 'bill-form')
  await page.getByRole('button', { name: 'Fortryd' }).click()
  await end(other, hers, 'paid', 'konto 12345')
  await other.getByText(`Regningen for sag ${caseNumber(hers.case)} er afsluttet.`).waitFor()
  await other.getByText('1 regning venter, i alt 890,00 kr.').waitFor()

  await end(page, hers, 'dropped', 'betalt to gange')
  await page.getByText(`Regningen for sag ${caseNumber(hers.case)} var afsluttet allerede.`).waitFor()
  await page.getByText('konto 12345').waitFor()
  await looked(page, 'bill-ended-by-another')

  // Too short a reason is held back before it is sent.
  await end(page, mine, 'dropped', 'nej')
  assert.is(
    await page.getByLabel('Betalingens nummer, eller hvorfor ikke').evaluate((e) => e.matches(':invalid')),
    true,
  )
  await page.getByLabel('Betalingens nummer, eller hvorfor ikke').fill('ansøgningen blev trukket tilbage')
  await page.keyboard.press('Enter')
  await page.getByText('Ingen regninger venter.').waitFor()
  await page.getByText('ansøgningen blev trukket tilbage').waitFor()
  await looked(page, 'bills-none')
})

test('the desk ends a payment nobody is sure of: the box hears how and why; its refusal is a sentence', async () => {
  const since = '2026-11-22T12:00:00.000Z'
  const waiting = [
    { ledger: 'money', name: randomUUID(), since, amount: 9_200, reference: 'T000123', why: '' },
    { ledger: 'paper', name: 'paper-1', since, amount: null, reference: null, why: '' },
  ] as const
  const message = report(null)
  assert.ok(message.is === 'report')
  line.send({
    ...message,
    report: {
      ...message.report,
      paper: { condition: 'paper-out', warnings: ['supply-low'] },
      paperLeft: true,
      ledgers: { open: 2, unclear: 2, waiting: [...waiting] },
    },
  })
  const page = await signedIn('/desk/', 'mette')
  const story = page.getByRole('form', { name: new RegExp(waiting[0].name) })
  // The panel looks by itself; nobody has to reload.
  await story.waitFor()
  await looked(page, 'desk-paper')
  await story.getByLabel('Hvordan endte det?').selectOption('reversed')
  await story.getByLabel('Hvad har du set på?').fill('Terminalens bon siger annulleret.')
  const verdict = async () => {
    await story.getByRole('button', { name: 'Gem' }).click()
    const { id, request } = await line.take(is<LinkDown, 'request'>('request'))
    assert.ok(request.is === 'resolve')
    return { id, ...request.verdict }
  }
  const refused = await verdict()
  assert.equal([refused.name, refused.how], [waiting[0].name, 'reversed'])
  assert.is(refused.why, 'Terminalens bon siger annulleret.')
  line.send({ is: 'reply', id: refused.id, reply: { is: 'refused', why: 'Nothing waits under that name any more.' } })
  await story.getByText('Der er ikke længere noget, der venter. Det er afsluttet.').waitFor()
  await looked(page, 'desk-paper-refused')
  const taken = await verdict()
  line.send({ is: 'reply', id: taken.id, reply: { is: 'ok' } })
  await story.locator('.flag.bad').waitFor({ state: 'detached' })
})

test.run()
