/**
 * How long after a caseworker's “Tag sag” each end sees the other: to the first decoded picture, in two real Chromiums over
 * real hub, box and pages on this machine, without TURN. Cold: browsers just started. Warm: the same pages, the next call.
 * Run: node tests/bench/call.ts [RUNS].
 */
import type { Page } from 'playwright-core'
import { launchChromium } from '../journeys/browser.ts'
import { openCitizenPage } from '../journeys/citizen-page.ts'
import { openDeskPage } from '../journeys/desk-page.ts'
import { type Ground, ground, until } from '../journeys/ground.ts'
import { builtPage } from '../ui/pages.ts'
import { quantile, table } from './machine.ts'

/** The tests' own camera gives 5 pictures a second to spare the machine; this is what the desk's page asks a camera for. */
const CAMERA = '--use-fake-device-for-media-stream=fps=15'

/** Clocks of two browsers on one machine: both count from the same epoch. */
type Clocked = { pressed: number; seen: number[] }
type Sample = { box: number; desk: number }

/** Notes when the first picture of each remote track was decoded. */
function watchPictures(page: Page): Promise<void> {
  return page.evaluate(() => {
    const clocked: Clocked = { pressed: 0, seen: [] }
    Object.assign(window, clocked)
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        this.addEventListener('track', ({ track }) => {
          if (track.kind !== 'video') return
          const video = document.createElement('video')
          video.muted = true
          video.srcObject = new MediaStream([track])
          video.requestVideoFrameCallback(() => {
            ;(window as never as Clocked).seen.push(performance.timeOrigin + performance.now())
          })
          void video.play().catch(() => undefined)
        })
      }
    }
  })
}

const firstAfter = (page: Page, since: number) =>
  page.evaluate((since) => (window as never as Clocked).seen.find((at) => at > since) ?? null, since)

/** `calls` calls in two fresh browsers, the first of them cold. */
async function measure(room: Ground, calls: number): Promise<Sample[]> {
  const [kiosk, office] = await Promise.all([launchChromium(), launchChromium(CAMERA)])
  const samples: Sample[] = []
  try {
    const citizen = await openCitizenPage(kiosk, room)
    const desk = await openDeskPage(office, room)
    await Promise.all([watchPictures(citizen.page), watchPictures(desk.page)])
    await desk.signIn()
    await citizen.walkTo('errand')
    for (let call = 0; call < calls; call += 1) {
      await citizen.press('Tal med en medarbejder')
      const take = desk.page.getByRole('button', { name: /^Tag sag/ })
      await take.waitFor()
      const pressed = await take.evaluate((button: HTMLButtonElement) => {
        button.click()
        return performance.timeOrigin + performance.now()
      })
      const sample: Partial<Sample> = {}
      await until('a picture at both ends', async () => {
        for (const [end, { page }] of Object.entries({ box: citizen, desk }) as ['box' | 'desk', { page: Page }][]) {
          const at = await firstAfter(page, pressed)
          if (at !== null) sample[end] = Math.round(at - pressed)
        }
        return sample.box !== undefined && sample.desk !== undefined
      })
      samples.push(sample as Sample)
      await desk.press('Afslut hjælpen')
      await citizen.page.locator('.call').waitFor({ state: 'detached' })
    }
    await citizen.press('Afbryd')
    await citizen.press('Ja, afbryd og slet')
    await citizen.until('farewell')
    await citizen.answer('farewell')
    await citizen.until('welcome')
  } finally {
    await Promise.all([kiosk.close(), office.close()])
  }
  return samples
}

/** Call → first remote picture (ms), cold and warm; prints the table and returns the samples. */
export async function callBench(runs = 5): Promise<{ cold: Sample[]; warm: Sample[] }> {
  for (const page of ['box', 'desk'] as const) builtPage(page)
  const room = await ground()
  const cold: Sample[] = []
  const warm: Sample[] = []
  try {
    for (let run = 0; run < runs; run += 1) {
      const [first, second] = await measure(room, 2)
      cold.push(first!)
      warm.push(second!)
    }
  } finally {
    await room.dispose()
  }
  const rows = Object.entries({ cold, warm }).flatMap(([browsers, samples]) =>
    (['desk', 'box'] as const).map((end) => {
      const times = samples.map((sample) => sample[end])
      const sees = end === 'desk' ? 'desk sees the citizen' : 'citizen sees the desk'
      return { browsers, end: sees, runs, 'median ms': quantile(times, 0.5), 'worst ms': Math.max(...times) }
    }),
  )
  console.log(table('call → first remote picture', rows))
  return { cold, warm }
}

if (process.argv[1] === import.meta.filename) await callBench(Number(process.argv[2] ?? 5))
