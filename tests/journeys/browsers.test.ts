/** Two people at two real browsers: the citizen at the box, the caseworker at the desk, and everything between them real. */

import { once } from 'node:events'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import { builtPage } from '../ui/pages.ts'
import { assertNoBarrier, connections, glimpse, launchChromium, likeness, openPage, received } from './browser.ts'
import { type CitizenPage, openCitizenPage } from './citizen-page.ts'
import { type DeskPage, openDeskPage } from './desk-page.ts'
import { type Ground, ground, until } from './ground.ts'

const test = suite('two browsers')
let room: Ground
let kiosk: Browser
let office: Browser

test.before(async () => {
  for (const page of ['box', 'desk', 'bench'] as const) builtPage(page)
  ;[room, kiosk, office] = await Promise.all([
    ground({ fps: 8, box: { farewellMs: 60_000 } }),
    launchChromium(),
    launchChromium(),
  ])
})
test.after(async () => {
  await Promise.all([kiosk?.close(), office?.close()])
  await room?.dispose()
})

const SMALL = [32, 18] as const
/** What the box's camera sees now, small. */
async function cameraNow(): Promise<number[]> {
  const url = new URL('/preview', room.screen)
  url.protocol = 'ws:'
  const socket = new WebSocket(url)
  const [jpeg] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return [
    ...(await sharp(jpeg)
      .resize(...SMALL, { fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer()),
  ]
}

/** Both see and hear each other: pictures move, sound is heard, and each picture is the right one. */
async function assertCall(citizen: CitizenPage, desk: DeskPage): Promise<void> {
  for (const { page } of [citizen, desk])
    await until('sound and a moving picture', async () => {
      const before = await received(page)
      if (before.audio !== 'live' || before.video !== 'live') return false
      await page.waitForTimeout(300)
      const now = await received(page)
      return now.frames > before.frames && now.audioEnergy > before.audioEnergy && now.width > 0
    }).catch(async (error) => {
      const ends = await Promise.all([citizen, desk].map(({ page }) => connections(page)))
      throw new Error(`${error.message}: box ${JSON.stringify(ends[0])}, desk ${JSON.stringify(ends[1])}`)
    })
  await until('the camera’s picture at the desk', async () => {
    const shown = await glimpse(desk.page, 'video.citizen', ...SMALL)
    return shown !== null && likeness(shown, await cameraNow()) > 0.9
  })
  // Chromium's pretended camera is green all over.
  await until('the caseworker’s picture at the box', async () => {
    const shown = await glimpse(citizen.page, '.call-pictures > video', 1, 1)
    return shown !== null && shown[1]! > shown[0]! + 40 && shown[1]! > shown[2]! + 40
  })
}

test('a whole renewal by hand: retake in the call, approval, receipt, and the authority has it verified', async () => {
  const citizen = await openCitizenPage(kiosk, room)
  const desk = await openDeskPage(office, room)
  await assertNoBarrier(desk.page, 'sign-in')
  await desk.signIn()
  await assertNoBarrier(desk.page, 'empty queue')
  await citizen.walkTo('waiting', (is) => assertNoBarrier(citizen.page, is))
  await assertNoBarrier(citizen.page, 'waiting')
  await desk.page.getByRole('button', { name: /^Tag sag/ }).waitFor()
  await assertNoBarrier(desk.page, 'queue')
  await desk.take()
  await citizen.until('with-caseworker')
  await assertCall(citizen, desk)
  await assertNoBarrier(citizen.page, 'call')
  await assertNoBarrier(desk.page, 'case')

  await desk.press('Tag igen: Billede')
  await citizen.until('portrait')
  await desk.page.getByAltText('Taget ved boksen nu').waitFor({ state: 'detached' })
  await assertNoBarrier(citizen.page, 'portrait in a call')
  await citizen.until('portrait-keep')
  await citizen.press('Ja, brug billedet')
  await citizen.until('review')
  await citizen.press('Ja, alt er rigtigt')
  // The virtual camera's film is a short loop: the new portrait may be the same frame again, so its bytes tell nothing.
  await citizen.until('with-caseworker')
  await desk.page.getByAltText('Taget ved boksen nu').waitFor()
  await assertCall(citizen, desk)

  await citizen.page.reload()
  await citizen.until('with-caseworker')
  await assertCall(citizen, desk)

  await desk.press('Godkend')
  await desk.page.getByRole('dialog').waitFor()
  await assertNoBarrier(desk.page, 'confirm')
  await desk.press('Ja, godkend og underskriv')
  await desk.page.locator('[data-result=taken]').waitFor()
  await citizen.until('farewell')
  await assertNoBarrier(citizen.page, 'farewell')
  await citizen.page.getByText('Husk din kvittering i printeren.').waitFor()
  await desk.page.getByText('Besøget er slut').waitFor()
  await assertNoBarrier(desk.page, 'over')
  await citizen.answer('farewell')
  await citizen.until('welcome')

  const entries = await room.inbox()
  assert.is(entries.length, 1)
  assert.is(entries[0]!.verdict, 'approved')
  assert.is(entries[0]!.verified, true)
  assert.is(entries[0]!.captures, true)
  assert.is((await room.benchState()).pages, 1)
  await citizen.leave()
  assert.equal([citizen.complaints, desk.complaints], [[], []])
  await citizen.page.context().close()
  await desk.page.context().close()
})

test('help in the prints, two pages, a desk that vanishes: the citizen is told, and loses nothing', async () => {
  const citizen = await openCitizenPage(kiosk, room)
  const desk = await openDeskPage(office, room)
  const other = await openDeskPage(office, room, { user: 'ali', password: 'ali-demo' })
  await Promise.all([desk.signIn(), other.signIn()])
  await citizen.walkTo('holder')
  await citizen.page.reload()
  await citizen.until('holder')
  await citizen.page.getByText('Anna Kirstine').waitFor()

  await citizen.walkTo('finger')
  await citizen.press('Tal med en medarbejder')
  await citizen.page.getByText('Vi har kaldt på en medarbejder.').waitFor()
  await desk.page.getByText('Beder om hjælp').waitFor()
  await desk.take()
  await assertCall(citizen, desk)
  assert.is(await citizen.asked(), 'finger')
  await assertNoBarrier(citizen.page, 'help in the prints')
  assert.match(await desk.mirror(), /pegefinger/)
  await desk.press('Afslut hjælpen')
  await citizen.page.locator('.call').waitFor({ state: 'detached' })
  assert.is(await citizen.asked(), 'finger')
  await citizen.page.getByRole('button', { name: 'Tal med en medarbejder' }).waitFor()

  await citizen.walkTo('waiting')
  await desk.take()
  await assertCall(citizen, desk)
  await other.page.getByText('Hos Kirsten Dahl').waitFor()

  // A technician looks at the same screen: the call stays where it is.
  const beside = await openCitizenPage(kiosk, room)
  await beside.page.getByText('Vi ringer op …').waitFor()
  await assertCall(citizen, desk)
  await beside.page.context().close()

  await desk.page.context().close()
  await citizen.until('waiting')
  await citizen.page.getByText('Forbindelsen til medarbejderen blev afbrudt.').waitFor()
  await citizen.page.getByText('Du er den næste.').waitFor()
  await assertNoBarrier(citizen.page, 'first in the queue again')
  await other.page.getByText('Mistede forbindelsen til en sagsbehandler – er først').waitFor()
  await other.take()
  await assertCall(citizen, other)
  await other.press('Afvis')
  await other.page.getByLabel('Begrundelse').selectOption('portrait-unusable')
  await other.page.getByLabel('Dine egne ord til borgeren').fill('Kom igen uden hat.')
  await other.press('Afvis og underskriv')
  await citizen.until('farewell')
  await citizen.page.getByText('Kom igen uden hat.').waitFor()
  await assertNoBarrier(citizen.page, 'farewell of a rejection')
  const entry = (await room.inbox()).at(-1)!
  assert.equal([entry.verdict, entry.verified, entry.captures], ['rejected', true, false])
  await citizen.leave()
  await citizen.answer('farewell')
  await citizen.until('welcome')
  assert.equal([citizen.complaints, desk.complaints, other.complaints], [[], [], []])
})

test('a page that is open beside the robots follows along, and its call disturbs nobody', async () => {
  const watcher = await openCitizenPage(kiosk, room)
  await watcher.page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(window, { seen })
    new MutationObserver(() => {
      const main = document.querySelector('main')
      if (main) seen.add(main.dataset['ask'] ?? '')
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  const desk = room.desk({
    async onView(view) {
      if (view.screen.ask.is === 'with-caseworker') await watcher.page.getByText('Kirsten Dahl').waitFor()
      return false
    },
  })
  const result = await room.visit('good', { readMs: 150, signal: AbortSignal.timeout(60_000) })
  await desk.leave()
  assert.is(result.outcome, 'approved')
  await watcher.until('welcome')
  const seen = await watcher.page.evaluate(() => [...(window as never as { seen: Set<string> }).seen])
  for (const is of ['errand', 'document', 'portrait', 'finger', 'signature', 'review', 'with-caseworker', 'farewell'])
    assert.ok(seen.includes(is), `${is} was not seen: ${seen}`)
  assert.is(await watcher.page.locator('.call').count(), 0)
  assert.equal(watcher.complaints, [])
  await watcher.page.context().close()
})

test('the bench page beside a real room', async () => {
  const { page, complaints } = await openPage(office, room.bench, { viewport: { width: 1440, height: 900 } })
  await page.getByText('Intet pas på læseren').waitFor()
  await assertNoBarrier(page, 'bench')
  await page.getByRole('button', { name: 'Læg pas på læseren: Anna Kirstine Sørensen' }).click()
  await page.getByText('Pas: Anna Kirstine Sørensen').waitFor()
  assert.is((await room.benchState()).onReader, 'good')
  await page.getByRole('button', { name: 'Tag passet væk' }).click()
  await page.getByText('Intet pas på læseren').waitFor()
  assert.equal(complaints, [])
  await page.context().close()
})

test.run()
