import type { Page } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { AskOf } from '../../device/contract/asks.ts'
import type { ScreenUp } from '../../device/contract/screen.ts'
import { renderCode } from '../../drivers/virtual/camera/code.ts'
import { everyScreen, stateOf } from './box-asks.ts'
import { openRoom, type Room } from './box-room.ts'

let room: Room
let page: Page
test.before(async () => {
  room = await openRoom()
  page = await room.page()
})
test.before.each(() => {
  room.heard.length = 0
  room.answer()
})
test.after(() => room.close())

const screens = () => everyScreen(room.pictures)

/** Waits for a message of that kind, since a press takes a moment to arrive. */
async function heard<K extends ScreenUp['is']>(is: K): Promise<Extract<ScreenUp, { is: K }>> {
  for (;;) {
    const found = room.heard.find((message) => message.is === is)
    if (found) return found as Extract<ScreenUp, { is: K }>
    await page.waitForTimeout(20)
  }
}
/** Presses Tab until the focus is on the thing with that name, as somebody without a mouse would. */
async function tabTo(name: string) {
  for (let i = 0; i < 40; i++) {
    const at = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    if (at === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to "${name}" by keyboard`)
}

const ways: [string, string, object][] = [
  ['welcome', 'Tryk her for at begynde', { is: 'start' }],
  ['errand', 'Nyt pas til migDu er fyldt 18 år.', { is: 'errand', errand: 'passport-renewal' }],
  ['privacy', 'Det er i orden, fortsæt', { is: 'yes' }],
  ['document-problem', 'Prøv igen', { is: 'retry' }],
  ['holder', 'Ja, det er mig', { is: 'yes' }],
  ['holder', 'Nej, det er ikke mig', { is: 'no' }],
  ['portrait', 'Tag billedet', { is: 'capture' }],
  ['portrait-keep', 'Nej, tag et nyt', { is: 'no' }],
  ['portrait-keep', 'Ja, brug billedet', { is: 'keep', picture: 0 }],
  ['portrait-move', 'Jeg kan ikke gøre det', { is: 'skip' }],
  ['finger-problem', 'Prøv igen', { is: 'retry' }],
  ['review', 'Ja, alt er rigtigt', { is: 'yes' }],
  ['review', 'Lav om: Underskrift', { is: 'redo', step: 'signature' }],
  ['farewell-approved', 'Jeg har taget mit papir', { is: 'yes' }],
]
for (const [screen, button, answer] of ways)
  test(`by keyboard only: ${screen}, "${button}"`, async () => {
    const state = screens()[screen]!
    room.show(state)
    await page.locator(`main[data-ask="${state.ask.is}"]`).waitFor()
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
    await tabTo(button)
    await page.keyboard.press('Enter')
    assert.equal(await heard('answer'), { is: 'answer', askId: state.askId, answer })
  })

test('cancel is asked twice, and "no" goes back to where one was', async () => {
  room.show(screens()['holder']!)
  await page.getByRole('button', { name: 'Afbryd' }).click()
  await page.getByRole('button', { name: 'Nej, fortsæt' }).click()
  assert.is(await page.getByRole('dialog').count(), 0)
  assert.is(await page.evaluate(() => document.activeElement?.textContent), 'Afbryd')
  await page.getByRole('button', { name: 'Afbryd' }).click()
  await page.getByRole('button', { name: 'Ja, afbryd og slet' }).click()
  await heard('cancel')
})

test('nobody touches the screen: the warning takes the focus, keeps it, and one press extends', async () => {
  const state = screens()['privacy']!
  room.show(state)
  await page.waitForSelector('h1')
  room.show({ ...state, timeout: { warning: 'first', secondsLeft: 30 } })
  await page.getByRole('dialog').waitFor()
  for (let i = 0; i < 3; i++) {
    assert.ok(await page.evaluate(() => document.activeElement?.closest('dialog')))
    await page.keyboard.press('Tab')
  }
  room.show({ ...state, timeout: { warning: 'first', secondsLeft: 29 } })
  await page.getByText('29 sekunder tilbage').waitFor()
  await page.keyboard.press('Enter')
  await heard('more-time')
  room.show(state)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.is(await page.evaluate(() => document.activeElement?.tagName), 'H1')
})

test('back, a person and the language are always one press away', async () => {
  room.show(screens()['finger']!)
  await page.getByRole('button', { name: 'Tilbage' }).click()
  await heard('back')
  await page.getByRole('button', { name: 'Tal med en medarbejder' }).click()
  await heard('call-person')
  await page.getByRole('button', { name: 'English' }).click()
  assert.equal(await heard('language'), { is: 'language', language: 'en' })
})

test('somebody taps ten times: the box hears of it once', async () => {
  const fresh = await room.page()
  room.show(screens()['privacy']!)
  for (let i = 0; i < 10; i++) await fresh.locator('h1').click()
  assert.equal(await heard('touched'), { is: 'touched' })
  assert.is(room.heard.filter(({ is }) => is === 'touched').length, 1)
  await fresh.context().close()
})

test('place and phone are two pages, "Tilbage" goes between them, and the number may be left out', async () => {
  const state = screens()['contact']!
  room.show(state)
  await page.getByLabel('Høng Bibliotek').check()
  await page.getByRole('button', { name: 'Næste' }).click()
  await page.getByRole('button', { name: 'Tilbage' }).click()
  assert.ok(await page.getByLabel('Høng Bibliotek').isChecked())
  await page.getByRole('button', { name: 'Næste' }).click()
  for (const key of '123') await page.getByRole('button', { name: key, exact: true }).click()
  await page.getByRole('button', { name: 'Slet det sidste tal' }).click()
  await page.getByLabel('Telefonnummer').pressSequentially('345678')
  assert.is(await page.getByLabel('Telefonnummer').inputValue(), '12 34 56 78')
  await page.getByRole('button', { name: 'Gem nummeret' }).click()
  assert.equal((await heard('answer')).answer, { is: 'contact', phone: '12 34 56 78', place: 'hong' })
  assert.not(room.heard.some(({ is }) => is === 'back'))
  room.heard.length = 0
  await page.getByRole('button', { name: 'Fortsæt uden nummer' }).click()
  assert.equal((await heard('answer')).answer, { is: 'contact', phone: '', place: 'hong' })
})

test('a telephone with the code of a message is held up: read off the camera’s picture, and said once', async () => {
  const link = 'https://tid.kystby.dk/booking/a/k3JvN0b1Qm9yZ2VyYm9rc0RlbW8x'
  const before = room.pictures.frame
  const [held] = await renderCode(link, { width: 1280, height: 720 })
  room.show({
    ...screens()['appointment-code-unknown']!,
    ask: { is: 'appointment', page: { is: 'code', problem: null } },
  })
  room.pictures.frame = Buffer.from(held!)
  assert.equal((await heard('answer')).answer, { is: 'appointment', answer: { is: 'code', code: link } })
  room.pictures.frame = before
})

test('the box restarts: calm words, and then the same question again', async () => {
  room.show(screens()['holder']!)
  await page.getByText('Er det dig?').waitFor()
  room.hangUp()
  await page.getByText('Et øjeblik …').waitFor()
  room.answer()
  await page.getByText('Et øjeblik …').waitFor({ state: 'detached' })
  assert.is(await page.textContent('h1'), 'Er det dig?')
})

test('the box stays away: the page forgets the citizen, and begins again when it is back', async () => {
  room.show(screens()['holder']!)
  await page.getByText('Anna Sofie').waitFor()
  room.hangUp()
  await page.getByText('Anna Sofie').waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'Et øjeblik …' }).waitFor()
  room.show(screens()['welcome']!)
  room.answer()
  await page.getByText('Velkommen til Borgerservice').waitFor()
})

test('one instruction before the camera at a time, and the picture is opened only there', async () => {
  room.show(screens()['holder']!)
  await page.waitForSelector('h1')
  assert.is(room.previews(), 0)
  const ask: AskOf<'portrait'> = { is: 'portrait', guidance: 'left', way: null, holding: 0, problem: null }
  room.show(stateOf(ask))
  await page.getByText('Flyt dig lidt til venstre').waitFor()
  await page.getByText('Kameraet starter').waitFor({ state: 'detached' })
  assert.is(room.previews(), 1)
  room.show(stateOf({ ...ask, guidance: 'hold', holding: 0.5 }))
  await page.locator('.oval.good').waitFor()
  await page.getByText('Godt! Stå helt stille').waitFor()
  room.show(screens()['privacy']!)
  while (room.previews() > 0) await page.waitForTimeout(20)
})

test.run()
