/** The fleet page in a real browser, on a real hub: what is wrong with which box, who takes it, where it stands, what its log says. */
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Health } from '../../device/contract/health.ts'
import { beginPairing } from '../../device/enrol/pairing.ts'
import { proposalOf } from '../../device/settings/proposal.ts'
import { openStore } from '../../hub/store/store.ts'
import { callHub, signIn } from '../../provisioning/hub-client.ts'
import { type BoxLine, connectBox, enrolBox, hubHere, is, report, type TestBox, tempFolder } from '../hub/clients.ts'
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

test('a new box is connected by its code, and its configuration starts from what it found; fields and JSON say the same', async () => {
  const suprema = '/dev/serial/by-id/usb-Suprema_SFM'
  const desko = '/dev/serial/by-id/usb-DESKO_MRZ'
  const { path: folder, end } = tempFolder()
  const around = {
    found: ['card reader: ACS ACR1252 Dual Reader'],
    proposal: proposalOf({
      readers: ['ACS ACR1252 Dual Reader'],
      serial: [
        { path: desko, tty: 'ttyACM0', says: 'usb DESKO MRZ' },
        { path: suprema, tty: 'ttyUSB0', says: 'usb Suprema SFM' },
      ],
      cameras: [{ path: '/dev/video0', name: 'Logitech BRIO', format: 'mjpeg' }],
      printers: [],
    }),
  }
  const { code } = await beginPairing({ web: hub.web, folder, key: { is: 'software' }, software: 'test', ...around })
  end()
  await page.locator('.tabs button').nth(2).click()
  await page.locator('input.code').fill(code)
  await page.keyboard.press('Enter')
  await page.locator('input[name=name]').fill('Syd')
  await page.locator('input[name=place]').fill('Syds bibliotek')
  await picture('connect')
  await assertNoBarrier(page, 'connect')
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'Til boksens opsætning' }).click()
  const form = page.locator('form.config')
  await form.locator('[data-found]', { hasText: 'Den mangler:Printer' }).waitFor()
  assert.match((await form.locator('[data-found]').textContent()) ?? '', 'Kortlæser: ACS ACR1252 Dual Reader')
  const field = (name: string) => form.getByLabel(name, { exact: true })
  assert.is(await field('Sted, som borgerne læser det').inputValue(), 'Syds bibliotek')
  assert.is(await field('Kommune').inputValue(), 'Prøveby Kommune')
  assert.is(await field('Paslæserens port').inputValue(), desko)
  await picture('config-new')
  await assertNoBarrier(page, 'configuration of a new box')
  // A wrong port is another choice, not something to type.
  await field('Paslæserens port').selectOption({ label: 'usb Suprema SFM' })
  await form.getByText('samme port').waitFor()
  await field('Paslæserens port').selectOption({ label: 'usb DESKO MRZ' })
  const send = form.getByRole('button', { name: 'Underskriv og send' })
  await send.click()
  await form.getByRole('alert').filter({ hasText: 'Feltet “Kommunens telefon” mangler.' }).waitFor()
  await form.locator('[aria-invalid]:focus').waitFor()
  await page.keyboard.type('12 34 56 78')
  await send.click()
  await form.getByRole('alert').filter({ hasText: 'Feltet “Printerens adresse” mangler.' }).waitFor()
  await picture('config-refused')
  await assertNoBarrier(page, 'configuration refused')
  await form.locator('[aria-invalid]:focus').waitFor()
  await page.keyboard.type('ipps://192.0.2.7/ipp/print')
  await field('Mandag').fill('10-18')
  await field('Bopælsattest').check()
  // The JSON says the same, and what it says stands in the fields.
  await form.locator('summary').click()
  const json = form.locator('textarea.json')
  const written = JSON.parse(await json.inputValue())
  assert.equal(written.hours, { mon: [['10:00', '18:00']] })
  assert.equal(written.errands, ['passport-renewal', 'passport-child', 'residence-certificate'])
  await json.fill('{ "place": ')
  await form.getByText('ikke JSON').waitFor()
  assert.ok(await field('Kommune').isDisabled())
  await json.fill(JSON.stringify({ ...written, place: 'Syd, 1. sal', lateMs: 1 }))
  assert.is(await field('Sted, som borgerne læser det').inputValue(), 'Syd, 1. sal')
  await send.click()
  await form.getByText('Se under Alle indstillinger: “lateMs”').waitFor()
  await json.fill(JSON.stringify({ ...written, place: 'Syd, 1. sal' }))
  await send.click()
  await form.getByText('Sendt som version 1').waitFor()
  await page.locator('.facts', { hasText: '1, sendt' }).waitFor()
  await picture('config-sent')
})

test('the next box starts from it: its own place, the same for all else, and nobody’s printer but its own', async () => {
  await page.getByRole('button', { name: '← ' }).click()
  await page.getByRole('button', { name: 'Nord' }).click()
  const form = page.locator('form.config')
  await form.getByText('har ikke sagt').waitFor()
  await form.getByLabel('Begynd med en anden boks').selectOption({ label: 'Syd, Syd, 1. sal' })
  await form.getByText('Felterne er udfyldt som ved Syd').waitFor()
  const field = (name: string) => form.getByLabel(name, { exact: true })
  assert.is(await field('Sted, som borgerne læser det').inputValue(), 'Nords bibliotek')
  await form.getByText('Printeren er den anden boks’ egen').waitFor()
  assert.is(await field('Printerens adresse').inputValue(), '')
  assert.is(await field('Kommunens telefon').inputValue(), '12 34 56 78')
  assert.is(await field('Mandag').inputValue(), '10:00–18:00')
  await picture('config-like')
  await assertNoBarrier(page, 'configuration like another')
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
  await page.locator('form.config summary').waitFor()
  await picture('narrow-box')
})

test.run()
