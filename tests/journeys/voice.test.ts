/** Nobody has time to come with a picture: two real browsers talk, and neither sees the other. */
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { builtPage } from '../ui/pages.ts'
import { assertNoBarrier, connections, launchChromium, received } from './browser.ts'
import { openCitizenPage } from './citizen-page.ts'
import { openDeskPage } from './desk-page.ts'
import { type Ground, ground, until } from './ground.ts'

const PICTURES = process.env['PICTURES']

const test = suite('help by voice')
let room: Ground
let kiosk: Browser
let office: Browser

test.before(async () => {
  for (const page of ['box', 'desk'] as const) builtPage(page)
  ;[room, kiosk, office] = await Promise.all([
    ground({ fps: 8, box: { lateMs: 1_000 } }),
    launchChromium(),
    launchChromium(),
  ])
})
test.after(async () => {
  await Promise.all([kiosk?.close(), office?.close()])
  await room?.dispose()
})

/** How bright the other end's picture is, 0..255: a switched-off camera sends black. */
const brightest = (page: Page, selector: string) =>
  page.evaluate((selector) => {
    const video = document.querySelector<HTMLVideoElement>(selector)
    if (!video?.videoWidth) return 0
    const brush = new OffscreenCanvas(16, 16).getContext('2d')!
    brush.drawImage(video, 0, 0, 16, 16)
    return Math.max(...brush.getImageData(0, 0, 16, 16).data.filter((_, i) => i % 4 !== 3))
  }, selector)

/** Two screens: the picture goes into a window of its own and comes back when that is closed, by the button or by its cross. */
async function assertApart(page: Page): Promise<void> {
  for (const back of ['button', 'cross']) {
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Vis på den anden skærm' }).click()
    const other = await opened
    await until('the citizen in the other window', async () => (await brightest(other, 'video')) > 60)
    await page.getByText('Borgerens billede er i et vindue for sig.').waitFor()
    if (back === 'button') {
      await assertNoBarrier(page, 'the picture apart')
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/apart.png` })
      await page.getByRole('button', { name: 'Hent billedet tilbage' }).click()
    } else await other.close()
    await page.locator('video.citizen').waitFor()
  }
}

test('the caseworker is late, the citizen asks to talk without a picture: both hear, nobody sees, and it ends as help does', async () => {
  const citizen = await openCitizenPage(kiosk, room)
  const desk = await openDeskPage(office, room)
  await desk.signIn()
  await citizen.walkTo('errand')
  await citizen.press('Tal med en medarbejder')
  await citizen.press('Se andre muligheder')
  await assertNoBarrier(citizen.page, 'other ways')
  await citizen.press('Tal med en medarbejder uden billede')
  await desk.page.getByText('Kun stemme').first().waitFor()
  await desk.press(/^Tag sag/)

  for (const { page } of [citizen, desk])
    await until('sound', async () => {
      const before = await received(page)
      await page.waitForTimeout(200)
      return (await received(page)).audioEnergy > before.audioEnergy
    }).catch(async (error) => {
      throw new Error(`${error.message}: ${JSON.stringify(await connections(page))}`)
    })
  for (const [page, video] of [
    [citizen.page, '.call-pictures > video'],
    [desk.page, 'video.citizen'],
  ] as const)
    assert.ok((await brightest(page, video)) < 20, `${video} shows something`)
  await assertNoBarrier(citizen.page, 'talking')

  // Either may show themselves: it was a wish, not a lock.
  await citizen.press('Tænd kamera')
  await until('the citizen is seen', async () => (await brightest(desk.page, 'video.citizen')) > 60)
  await desk.page.setViewportSize({ width: 1920, height: 1080 })
  await assertApart(desk.page)
  await desk.press('Afslut hjælpen')
  await citizen.page.locator('.call').waitFor({ state: 'detached' })
  assert.is(await citizen.asked(), 'errand')
  assert.equal([citizen.complaints, desk.complaints], [[], []])
})

test.run()
