/** The fleet page in a real browser, on a real hub: what is wrong with which box, who takes it, where it stands, what its log says. */
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Health } from '../../device/contract/health.ts'
import { openStore } from '../../hub/store/store.ts'
import { callHub, signIn } from '../../provisioning/hub-client.ts'
import { type BoxLine, connectBox, enrolBox, hubHere, is, report, type TestBox } from '../hub/clients.ts'
import { assertNoBarrier, launchChromium, openPage } from '../journeys/browser.ts'
import { builtPage } from './pages.ts'

const test = suite('fleet page')
const pictures = process.env.PICTURES
let hub: Awaited<ReturnType<typeof hubHere>>
let browser: Browser
let page: Page
let complaints: string[]
const boxes: { enrolled: TestBox; line: BoxLine }[] = []

const health = (more: Partial<Health> = {}): Health => ({
  at: new Date().toISOString(),
  uptime: { process: 4_000, machine: 90_000 },
  temperature: 51,
  memory: 3e8,
  disk: { free: 9e9, size: 2e10 },
  loopMs: 20,
  screenMs: 900,
  outbox: 0,
  certificateUntil: null,
  config: 3,
  slot: 'a',
  tellsLog: true,
  faults: [],
  consumables: [{ name: 'papir', level: 0.6 }],
  ...more,
})
const plain = (report(null) as { report: object }).report

async function box(name: string, at: [number, number], more: object) {
  const enrolled = await enrolBox(hub.web, name)
  const cookie = await signIn(hub.web, { user: 'tove', password: 'tove-password' })
  await callHub(hub.web, cookie, 'POST', `/api/boxes/${enrolled.box}/move`, { name, place: `${name}s bibliotek`, at })
  const line = await connectBox(hub.box, enrolled)
  line.send({ is: 'report', report: { ...plain, health: health(), ...more } } as never)
  boxes.push({ enrolled, line })
  return line
}
const picture = async (name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

test.before(async () => {
  builtPage('fleet')
  hub = await hubHere({ withoutAcceptance: false })
  const ready = { card: 'ready', mrz: 'ready', camera: 'ready', finger: 'ready', printer: 'ready' }
  await box('Nord', [55.73, 12.5], { devices: ready })
  await box('Havnen', [55.66, 12.6], {
    tamper: 'opened',
    health: health({ update: { version: '1.2.0', is: 'rolled-back', why: 'the box was not well with it' } }),
  })
  browser = await launchChromium()
  const opened = await openPage(browser, `${hub.web}/fleet/`, { viewport: { width: 1440, height: 900 } })
  page = opened.page
  complaints = opened.complaints
  await page.locator('input[autocomplete=username], input[name=user]').first().fill('tove')
  await page.locator('input[type=password]').fill('tove-password')
  await page.keyboard.press('Enter')
})
test.after(async () => {
  await browser?.close()
  for (const { line } of boxes) await line.close()
  await hub?.end()
})

test('a box whose housing was opened stands first, with what is wrong and who does what', async () => {
  await page.locator('[data-box=Havnen] .flag', { hasText: 'Kabinettet' }).waitFor()
  assert.is(await page.locator('[data-box]').first().getAttribute('data-box'), 'Havnen')
  const text = (await page.locator('[data-box=Havnen]').textContent()) ?? ''
  for (const words of ['Nyt program blev ikke brugt: 1.2.0', 'Printer', 'Send boksens log']) assert.match(text, words)
  await assertNoBarrier(page, 'fleet list')
  await picture('alarms')
})

test('one alarm is silenced, another handed to a colleague, and the list says so', async () => {
  await page.getByRole('button', { name: 'Havnen' }).click()
  const tamper = page.locator('[data-alarm=tamper]')
  await tamper.getByRole('button').first().click()
  await page.locator('[data-alarm=tamper].quiet').waitFor()
  await page.locator('[data-alarm=device] select').selectOption('Tove Teknik')
  await page.locator('.history', { hasText: 'tilsluttet' }).waitFor()
  const history = (await page.locator('.history').first().textContent()) ?? ''
  assert.not.match(history, /enrolled|tamper|device/, 'the hub’s own names')
  await picture('box')
  await assertNoBarrier(page, 'one box')
  await page.getByRole('button', { name: '← ' }).click()
  await page.locator('[data-box=Havnen]', { hasText: '(Tove Teknik)' }).waitFor()
  assert.is(await page.locator('[data-box=Havnen] .flag.quiet').count(), 1)
})

test('the map shows each place, and a touch on it opens the box', async () => {
  await page.locator('.tabs button').nth(1).click()
  await page.locator('.spot').nth(1).waitFor()
  assert.is(await page.locator('.spot .ring').count(), 1, 'the one with alarms is marked')
  await picture('map')
  await assertNoBarrier(page, 'map')
  await page.locator('.spot', { hasText: 'Nord' }).click()
  await page.getByRole('heading', { name: 'Nord' }).waitFor()
})

test('a box that was never tested has its code for the acceptance test on its page', async () => {
  await page.getByRole('button', { name: 'Vis kode' }).click()
  const shown = page.locator('.accept-code')
  await shown.waitFor()
  assert.match((await shown.textContent()) ?? '', /^\d{6}$/)
  await assertNoBarrier(page, 'code')
  await picture('accept-code')
})

test('the box’s own log is fetched from afar; one that does not answer is said', async () => {
  const { line } = boxes[0]!
  await page.getByRole('button', { name: 'Hent boksens log' }).click()
  const { id } = await line.take(is('request', ({ request }) => request.is === 'tell-log'))
  const lines = [
    { at: '2030-01-01T10:00:00.000Z', level: 'info', what: 'presence', more: 'device=card is=ready' },
    { at: '2030-01-01T10:05:00.000Z', level: 'error', what: 'delivery', more: 'fault=authority.gone' },
  ] as const
  line.send({ is: 'reply', id, reply: { is: 'log', lines: [...lines] } })
  await page.locator('.log tr.error', { hasText: 'authority.gone' }).waitFor()
  await picture('log')
  await assertNoBarrier(page, 'log')
  await page.getByRole('button', { name: 'Hent igen' }).click()
  const again = await line.take(is('request'))
  line.send({ is: 'reply', id: again.id, reply: { is: 'later', why: 'busy' } })
  await page.getByRole('alert').waitFor()
  assert.equal(
    complaints.filter((one) => !one.includes('409')),
    [],
  )
})

test('a release that a box going back has stopped: the page says which box, and it goes on without it for a reason', async () => {
  const { line } = boxes[1]!
  const db = await openStore(hub.database, () => {})
  await db
    .insertInto('releases')
    .values({ version: '1.2.0', who: 'tove', jws: '', bytes: 300_000_000, ring: 'tenth' })
    .execute()
  await db.destroy()
  await page.locator('.tabs button').nth(3).click()
  const release = page.locator('[data-release="1.2.0"]')
  await release.locator('.chip', { hasText: 'Hos hver tiende' }).waitFor()
  const update = { version: '1.2.0', is: 'rolled-back' }
  line.send({ is: 'report', report: { ...plain, health: health({ update } as never) } } as never)
  const behind = release.locator('[data-behind=Havnen]', { hasText: 'gik selv tilbage' })
  await behind.waitFor()
  assert.match((await release.textContent()) ?? '', 'Stoppet')
  await picture('release-stopped')
  await behind.locator('summary').click()
  await behind.getByLabel('Hvorfor går det videre uden Havnen?').fill('Disken er død')
  await picture('release-why')
  await assertNoBarrier(page, 'release stopped')
  await behind.getByRole('button').click()
  await behind.getByText('Det går videre uden den: Disken er død (tove)').waitFor()
  await release.locator('.chip', { hasText: 'Hos hver tiende' }).waitFor()
  await release.getByRole('button', { name: 'Giv til alle' }).waitFor()
  await picture('release-on')
})

test('at 200 % nothing is cut off to the side', async () => {
  await page.setViewportSize({ width: 720, height: 900 })
  for (const tab of [0, 1, 2, 3]) {
    await page.locator('.tabs button').nth(tab).click()
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `tab ${tab}: ${over} px`)
    await picture(`narrow-${tab}`)
  }
  await page.locator('.tabs button').nth(0).click()
  await page.getByRole('button', { name: 'Havnen' }).click()
  await page.locator('[data-alarm]').first().waitFor()
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `one box: ${over} px`)
  await picture('narrow-box')
})

test.run()
