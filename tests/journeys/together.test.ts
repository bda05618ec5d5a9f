/**
 * One errand that two must approve, at a desk without a mouse, with a sign language interpreter in the call: the citizen lets
 * her in and out, the first caseworker approves by keyboard alone, the queue finds the second, the authority gets both signatures.
 */
import type { Browser } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../device/contract/desk.ts'
import { signIn } from '../hub/clients.ts'
import { builtPage } from '../ui/pages.ts'
import { assertNoBarrier, launchChromium, openPage, received } from './browser.ts'
import { openCitizenPage } from './citizen-page.ts'
import { openDeskPage } from './desk-page.ts'
import { type Ground, ground, until } from './ground.ts'
import { pressByKey, tabTo } from './keyboard.ts'

const test = suite('together')
let room: Ground
let browser: Browser
/** The visit lasts as long as people do things around it. */
const over = new AbortController()

test.before(async () => {
  for (const page of ['box', 'desk', 'guest'] as const) builtPage(page)
  room = await ground({ fps: 5, box: { fourEyes: ['passport-renewal'] } })
  browser = await launchChromium()
})
test.after(async () => {
  over.abort()
  await browser?.close()
  await room?.dispose()
})

test('a whole case by keyboard, with an interpreter, and a second caseworker whom nobody chose', async () => {
  const screen = await openCitizenPage(browser, room)
  const desk = await openDeskPage(browser, room)
  const { page } = desk
  const { keyboard } = page

  await tabTo(page, 'Brugernavn')
  await keyboard.type('kirsten')
  await tabTo(page, 'Adgangskode')
  await keyboard.type('kirsten-demo')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Borgere, der venter' }).waitFor()
  const waits = Promise.withResolvers<void>()
  const visit = room.visit('good', {
    signal: over.signal,
    onState: ({ ask }) => ask.is === 'waiting' && waits.resolve(),
  })
  // What fails first is what is told.
  visit.catch(waits.reject)
  await waits.promise
  await pressByKey(page, /^Tag sag/)
  await page.locator('[data-verdict]').waitFor()

  // Somebody is to come in: asked on the citizen's screen, answered there.
  await pressByKey(page, 'Tag en tredje med')
  await tabTo(page, 'Hvem')
  await keyboard.press('ArrowDown')
  await pressByKey(page, 'Spørg borgeren')
  await screen.page.getByText('Må en tegnsprogstolk være med i samtalen?').waitFor()
  await assertNoBarrier(screen.page, 'whether somebody may come in')
  await screen.press('Ja')
  await pressByKey(page, 'Lav et link')
  const link = await page.locator('.guest-link input').inputValue()
  await assertNoBarrier(page, 'a link for a guest')
  await keyboard.press('Escape')

  const guest = await openPage(browser, link, {
    viewport: { width: 1280, height: 800 },
    permissions: ['camera', 'microphone'],
  })
  await assertNoBarrier(guest.page, 'guest at the door')
  await guest.page.getByLabel('Dit navn').fill('Amal Karim')
  await guest.page.getByRole('button', { name: 'Gå ind' }).click()
  await guest.page.locator('[data-end=box][data-state=connected]').waitFor()
  await guest.page.locator('[data-end=desk][data-state=connected]').waitFor()
  await screen.page.locator('[data-guest=connected]').waitFor()
  await page.locator('[data-guest=connected]').waitFor()
  await until('the guest sees', async () => (await received(guest.page)).frames > 0)
  for (const each of [screen.page, page])
    await each.waitForFunction(
      () => (document.querySelector<HTMLVideoElement>('[data-guest] video')?.videoWidth ?? 0) > 0,
    )
  await assertNoBarrier(guest.page, 'guest in the call')
  await assertNoBarrier(screen.page, 'call with a guest')

  // The link has worked once.
  const thief = await openPage(browser, link, { viewport: { width: 800, height: 600 } })
  await thief.page.getByLabel('Dit navn').fill('En anden')
  await thief.page.getByRole('button', { name: 'Gå ind' }).click()
  await thief.page.getByText('Linket er brugt.').waitFor()
  await thief.page.context().close()

  await screen.press('Luk ud: Amal Karim')
  await guest.page.getByText('Du er ikke længere med i samtalen').waitFor()
  await page.locator('[data-guest]').waitFor({ state: 'detached' })
  await guest.page.context().close()

  await page.locator('[data-approvals=first]').waitFor()
  await pressByKey(page, 'Godkend')
  await page.getByRole('dialog').waitFor()
  await pressByKey(page, 'Ja, godkend og underskriv')
  await page.getByText('Din godkendelse er gemt').first().waitFor()

  const seen: DeskView[] = []
  const results: string[] = []
  const other = room.desk({
    who: { user: 'ali', password: 'ali-demo' },
    onView: (view) => !seen.push(view),
    onClosed: ({ result }) => results.push(result),
  })
  const { outcome } = await visit
  await other.leave()
  assert.is(outcome, 'approved')
  assert.equal(results, ['taken'])
  const [view] = seen
  assert.is(view!.fourEyes!.first!.caseworker.name, 'Kirsten Dahl')
  assert.ok(
    view!.history!.some(({ step, tries }) => step === 'portrait' && tries > 0),
    'what was tried is told',
  )
  assert.ok(view!.portraits.live && view!.applicant && view!.chip && view!.signature, 'the second one sees everything')
  const [entry] = await room.inbox()
  assert.equal([entry!.verdict, entry!.verified, entry!.captures], ['approved', true, true])

  const cookie = await signIn(room.web, 'leo', 'leo-demo')
  const { entries } = (await (await fetch(new URL('/api/audit', room.web), { headers: { cookie } })).json()) as {
    entries: { act: string; who: string | null; detail: string | null }[]
  }
  const told = entries.filter(({ act }) => act.startsWith('guest') || act === 'second' || act === 'approved')
  assert.equal(
    told.map(({ act, who, detail }) => [act, who, detail].filter(Boolean).join(' ')),
    [
      'guest-invited kirsten interpreter-sign',
      'guest-here interpreter-sign',
      'guest-gone interpreter-sign',
      'second kirsten',
      'approved ali',
    ],
  )
  assert.ok(entries.some(({ detail }) => detail?.includes('interpreter-sign in: Amal Karim')))
  assert.equal([screen.complaints, desk.complaints, guest.complaints], [[], [], []])
})

test.run()
