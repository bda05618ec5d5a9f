/** The decisions that are neither yes nor no, and the yes that rests on a witness: what the caseworker signs, word for word. */
import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import { Decision } from '../../device/contract/application.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { DeskView } from '../../device/contract/desk.ts'
import { da } from '../../ui/box/texts/da.ts'
import { verify } from '../../ui/shared/seal.ts'
import { axeFinds } from './axe.ts'
import { goodView, queueEntry } from './desk-case.ts'
import { launchBrowser, openRoom, until } from './desk-room.ts'
import { builtPage } from './pages.ts'

const test = suite('the caseworker’s other decisions')
const decision = decoder(Decision)
let browser: Browser
let folder: string

test.before(async () => {
  folder = builtPage('desk')
  browser = await launchBrowser()
})
test.after(() => browser.close())
/** What a test has opened, closed also when it fails. */
const opened: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const close of opened.splice(0)) await close()
})

/** The desk with that case taken; `signed` is what the box at the far end receives. */
async function deskWith(change: Partial<DeskView>) {
  const room = await openRoom({ folder, queue: [queueEntry()], view: { ...(await goodView()), ...change } })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  opened.push(
    () => context.close(),
    () => room.close(),
  )
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(room.url)
  await page.getByLabel('Brugernavn').fill('mette')
  await page.getByLabel('Adgangskode').fill('boks')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Tag sag B 47' }).click()
  await page.locator('[data-verdict]').waitFor()
  const signed = async () =>
    decision(await verify((await until('a decision', () => room.of('decide'))).jws, room.claim().signKey))
  return { page, signed }
}
const told = (page: Page, ...words: string[]) =>
  words.reduce((found, hasText) => found.filter({ hasText }), page.locator('blockquote')).waitFor()

test('a chip that shows nobody: approved on a witness’s word, once all is said of the witness', async () => {
  const fourEyes: DeskView['fourEyes'] = { always: false, recorded: ['identity-by-witness'], first: null }
  const { page, signed } = await deskWith({ blocks: ['identity-unproven'], fourEyes })
  const approve = page.getByRole('button', { name: 'Godkend' })
  assert.ok(await approve.isDisabled())
  await page.getByLabel('Et vidne kender borgeren (vitterlighed)').check()
  await page.getByLabel('Vidnets navn').fill('Ane Jensen')
  await page.getByLabel('Vidnets legitimation').fill('kørekort')
  assert.ok(await approve.isDisabled(), 'how the witness knows the citizen is missing')
  await page.getByLabel('Hvordan vidnet kender borgeren').fill('søster')
  assert.deepEqual(await axeFinds(page), [])
  await approve.click()
  await page.getByRole('button', { name: 'Ja, godkend og underskriv' }).click()
  const { verdict, recorded, witness } = await signed()
  assert.deepEqual([verdict, recorded], ['approved', ['identity-by-witness']])
  assert.deepEqual(witness, { name: 'Ane Jensen', proof: 'kørekort', relation: 'søster' })
})

test('something is missing: postponed, with what to bring, which the citizen reads', async () => {
  const { page, signed } = await deskWith({})
  await page.getByRole('button', { name: 'Udskyd' }).click()
  const sign = page.getByRole('button', { name: 'Udskyd og underskriv' })
  assert.ok(await sign.isDisabled(), 'nothing to bring is no reason to come again')
  await page.getByLabel(da.farewell.bring['photo-id']).check()
  await page.getByLabel(da.farewell.bring.consent).check()
  await told(page, da.farewell.bring['photo-id'], da.farewell.bring.consent)
  assert.deepEqual(await axeFinds(page), [])
  await sign.click()
  const { verdict, bring, reason } = await signed()
  assert.deepEqual([verdict, bring, reason], ['postponed', ['photo-id', 'consent'], null])
})

test('not for this box: referred to the police, in the citizen’s words', async () => {
  const { page, signed } = await deskWith({ blocks: ['not-genuine'] })
  await page.getByRole('button', { name: 'Henvis', exact: true }).click()
  await page.getByLabel('Henvis til', { exact: true }).selectOption('police')
  await told(page, da.farewell.police)
  await page.getByRole('button', { name: 'Henvis og underskriv' }).click()
  const { verdict, to } = await signed()
  assert.deepEqual([verdict, to], ['referred', 'police'])
})

test.run()
