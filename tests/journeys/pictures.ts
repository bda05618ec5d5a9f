/**
 * A picture of every screen of a real visit, to look at: `node tests/journeys/pictures.ts FOLDER`. With `--readme` it also
 * writes the README's pictures into docs/. The people are synthetic (SFHQ, MIT; shared/data/faces), chosen to fit the names;
 * without that folder they are the demo's own.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { builtPage } from '../ui/pages.ts'
import { launchChromium, openPage, received } from './browser.ts'
import { openCitizenPage } from './citizen-page.ts'
import { openDeskPage } from './desk-page.ts'
import { ground, until } from './ground.ts'

const root = join(import.meta.dirname, '../..')
const folder = process.argv[2] ?? join(root, '.run/pictures')
const docs = process.argv.includes('--readme') ? join(root, 'docs') : null
/** Long enough that a picture that has just changed is drawn (ms). */
const DRAWN_MS = 400

/** In the order in which the bench gives faces to its citizens; the last one stands beside Mette Holm's passport. */
const citizens = ['3x6_2_0', '2x4_0_2', '3x6_2_2', '3x6_1_0', '4x8_2_0', '2x4_1_0']
const caseworker = '4x8_0_6'
const faces = join(process.env.BORGERBOKS_DATA ?? join(root, '../shared/data'), 'faces')
const made = mkdtempSync(join(tmpdir(), 'pictures-'))

/** What the caseworker's camera sees, as Chromium's pretended camera takes it. */
function caseworkerCamera(): string[] {
  if (!existsSync(faces)) return []
  const video = join(made, 'caseworker.y4m')
  const filter = 'crop=iw*0.94:ih*0.94,scale=-2:480,pad=640:480:(ow-iw)/2:0:0x2b3a42,format=yuv420p'
  const still = ['-loop', '1', '-t', '1', '-i', join(faces, `${caseworker}.jpg`)]
  execFileSync('ffmpeg', ['-loglevel', 'error', ...still, '-r', '10', '-vf', filter, video])
  return [`--use-file-for-fake-video-capture=${video}`]
}

function portraits(): { portraits?: string } {
  if (!existsSync(faces)) return {}
  for (const [n, name] of citizens.entries()) copyFileSync(join(faces, `${name}.jpg`), join(made, `${n}.jpg`))
  return { portraits: made }
}

mkdirSync(folder, { recursive: true })
for (const page of ['box', 'desk', 'bench'] as const) builtPage(page)
const [room, browser] = await Promise.all([
  ground({ ...portraits(), pace: 'real', box: { farewellMs: 60_000, dwellMs: 1_500 } }),
  launchChromium(...caseworkerCamera()),
])

async function picture(page: Page, name: string, inReadme?: { file: string; width: number }): Promise<void> {
  await page.waitForTimeout(DRAWN_MS)
  const png = await page.screenshot({ path: join(folder, `${name}.png`) })
  if (!inReadme || !docs) return
  mkdirSync(docs, { recursive: true })
  await sharp(png)
    .resize({ width: inReadme.width })
    .jpeg({ quality: 82, mozjpeg: true })
    .toFile(join(docs, inReadme.file))
}

try {
  const bench = await openPage(browser, room.bench, { viewport: { width: 1440, height: 900 } })
  await bench.page.getByText('Intet pas på læseren').waitFor()
  await picture(bench.page, 'bench-empty')

  const citizen = await openCitizenPage(browser, room)
  let n = 0
  const shoot = (name: string, more?: { file: string; width: number }) =>
    picture(citizen.page, `box-${String((n += 1)).padStart(2, '0')}-${name}`, more)
  await citizen.walkTo('waiting', async (is) => {
    if (is !== 'portrait') return shoot(is)
    await shoot('portrait-nobody')
    await room.act({ is: 'stand', citizen: 'good', condition: 'off-centre' })
    await citizen.page.waitForTimeout(1_500)
    await shoot('portrait-off-centre')
    await room.act({ is: 'stand', citizen: 'good', condition: 'good' })
    await citizen.page.getByText('Godt! Stå helt stille').waitFor()
    await shoot('portrait', { file: 'box-portrait.jpg', width: 540 })
  })
  await shoot('waiting')
  await picture(bench.page, 'bench-in-use')

  const desk = await openDeskPage(browser, room)
  await picture(desk.page, 'desk-sign-in')
  await desk.signIn()
  await picture(desk.page, 'desk-queue')
  await desk.take()
  await until('a call', async () => (await received(desk.page)).frames > 10)
  await citizen.page.waitForTimeout(1_000)
  await picture(desk.page, 'desk', { file: 'desk.jpg', width: 1200 })
  await desk.page.screenshot({ path: join(folder, 'desk-whole.png'), fullPage: true })
  await shoot('call', { file: 'box-call.jpg', width: 540 })
  await desk.page.getByLabel('Besked til borgeren').fill('Vil du tage billedet igen uden briller?')
  await desk.page.keyboard.press('Enter')
  await desk.press('Tag igen: Billede')
  await citizen.until('portrait')
  await shoot('call-portrait')
  await citizen.until('portrait-keep')
  await shoot('call-portrait-keep')
  await citizen.press('Ja, brug billedet')
  await citizen.until('review')
  await shoot('call-review')
  await citizen.press('Skriv til medarbejderen')
  await shoot('call-writing')
  await citizen.press('Luk')
  await citizen.press('Ja, alt er rigtigt')
  await citizen.until('with-caseworker')
  await desk.press('Afvis')
  await picture(desk.page, 'desk-reject')
  await desk.press('Fortryd')
  await desk.press('Godkend')
  await picture(desk.page, 'desk-approve')
  await desk.press('Ja, godkend og underskriv')
  await citizen.until('finishing')
  await shoot('finishing')
  await citizen.page.getByText('Vi printer din kvittering').waitFor()
  await shoot('finishing-printing')
  await picture(desk.page, 'desk-taken')
  await citizen.until('farewell')
  await shoot('farewell')
  await picture(desk.page, 'desk-over')
  await citizen.answer('farewell')
  await citizen.until('take-document')
  await shoot('take-document')
} finally {
  await browser.close()
  await room.dispose()
  rmSync(made, { recursive: true })
}
