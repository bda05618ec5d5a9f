import type { Page } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Signal } from '../../device/contract/nouns.ts'
import { call, everyScreen } from './box-asks.ts'
import { openRoom, type Room } from './box-room.ts'

let room: Room
let page: Page
test.before(async () => {
  room = await openRoom()
})
test.before.each(async () => {
  room.heard.length = 0
  page = await room.page()
})
test.after.each(() => page.context().close())
test.after(() => room.close())

/** A caseworker's browser in its barest form: answers the offer in a hello and shows what it gets. */
const desk = `
  window.out = []
  let connection
  window.take = async (signal) => {
    if (signal.is === 'hello') {
      connection = new RTCPeerConnection()
      window.connection = connection
      connection.onicecandidate = ({ candidate }) => candidate && out.push({ is: 'candidate', peer: signal.peer,
        candidate: candidate.candidate, mid: candidate.sdpMid, line: candidate.sdpMLineIndex })
      connection.ontrack = ({ track }) => {
        if (track.kind !== 'video') return
        const video = document.createElement('video')
        video.muted = true
        video.srcObject = new MediaStream([track])
        document.body.append(video)
        void video.play()
      }
      const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
      for (const track of own.getTracks()) connection.addTrack(track, own)
      await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp })
      await connection.setLocalDescription()
      out.push({ is: 'answer', peer: signal.peer, sdp: connection.localDescription.sdp })
    } else if (signal.is === 'candidate' && signal.candidate) await connection.addIceCandidate({
      candidate: signal.candidate, sdpMid: signal.mid, sdpMLineIndex: signal.line })
  }`

async function openDesk(): Promise<Page> {
  const context = await room.browser.newContext({ permissions: ['camera', 'microphone'] })
  const other = await context.newPage()
  await other.goto(`${room.url}/desk-stand-in`)
  await other.evaluate(desk)
  return other
}
/** Carries signals both ways until \`done\`. */
async function relay(other: Page, done: () => Promise<boolean>) {
  let at = 0
  while (!(await done())) {
    for (; at < room.heard.length; at++) {
      const message = room.heard[at]!
      if (message.is === 'signal')
        await other.evaluate((signal) => (window as never as Desk).take(signal), message.signal)
    }
    const out = await other.evaluate(() => (window as never as Desk).out.splice(0))
    for (const signal of out) room.signal({ is: 'signal', claim: call.claim, signal })
    await page.waitForTimeout(20)
  }
}
type Desk = { take(signal: Signal): Promise<void>; out: Signal[] }
const playing = (of: Page, where: string) =>
  of.evaluate((which) => {
    const video = document.querySelector<HTMLVideoElement>(which)
    return video !== null && video.videoWidth > 0 && video.currentTime > 0
  }, where)

test('the caseworker and the citizen see each other, and the call ends with the visit', async () => {
  await page.context().grantPermissions(['microphone'])
  room.show(everyScreen(room.pictures)['call-with-caseworker']!)
  const other = await openDesk()
  await relay(other, async () => (await playing(other, 'video')) && (await playing(page, '.call-pictures > video')))
  await page.getByText('Mette Holm').waitFor()
  assert.is(room.previews(), 1)
  assert.is(await other.evaluate(() => document.querySelector('video')!.videoWidth > 0), true)
  room.show(everyScreen(room.pictures)['welcome']!)
  while (room.previews() > 0 || !room.heard.some((m) => m.is === 'signal' && m.signal.is === 'bye'))
    await page.waitForTimeout(20)
  assert.is(await page.locator('video').count(), 0)
  await other.context().close()
})

test('a browser that wants a touch before it sounds: the picture comes at once, the sound with the touch', async () => {
  await page.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype
    HTMLMediaElement.prototype.play = function () {
      return this.muted ? play.call(this) : Promise.reject(new DOMException('touch first', 'NotAllowedError'))
    }
  })
  await page.reload()
  room.show(everyScreen(room.pictures)['call-with-caseworker']!)
  const other = await openDesk()
  await relay(other, () => playing(page, '.call-pictures > video'))
  const muted = () => page.evaluate(() => document.querySelector<HTMLVideoElement>('.call-pictures > video')!.muted)
  assert.is(await muted(), true)
  await page.locator('h1').tap()
  assert.is(await muted(), false)
  await other.context().close()
})

test('no microphone: the picture still goes, and the screen says so', async () => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await page.reload()
  room.show(everyScreen(room.pictures)['call-finger']!)
  await page.getByText('mikrofonen virker ikke').waitFor()
  while (!(await playing(page, '.own video'))) await page.waitForTimeout(20)
})

test('typed words go over as they are written, from the keys on the screen', async () => {
  room.show(everyScreen(room.pictures)['call-finger']!)
  await page.getByText('Prøv at tørre fingeren').waitFor()
  await page.getByRole('button', { name: 'Skriv til medarbejderen' }).click()
  for (const key of 'ok') await page.getByRole('button', { name: key, exact: true }).click()
  const texts = () => room.heard.flatMap((message) => (message.is === 'text' ? [message.text] : []))
  while (!texts().includes('ok')) await page.waitForTimeout(20)
  await page.getByRole('button', { name: 'Jeg kan ikke høre dig' }).click()
  while (texts().at(-1) !== 'Jeg kan ikke høre dig') await page.waitForTimeout(20)
  assert.is(await page.getByRole('textbox').count(), 0)
})

test('a headset is plugged in and pulled out in a call: the loudspeaker is silent from the first moment, and stays so', async () => {
  const [loud, ear] = ['Fake Audio Output 1', 'Fake Audio Output 2']
  await page.context().grantPermissions(['microphone'])
  await page.route('**/sound', (route) => route.fulfill({ json: { loudspeaker: loud, headset: ear } }))
  // Chromium's own outputs; only whether one is plugged in is said by the test.
  await page.addInitScript((ear) => {
    const { mediaDevices } = navigator
    const real = mediaDevices.enumerateDevices.bind(mediaDevices)
    let plugged = false
    mediaDevices.enumerateDevices = async () => (await real()).filter(({ label }) => plugged || !label.includes(ear))
    Object.assign(window, {
      plug(now: boolean) {
        plugged = now
        mediaDevices.dispatchEvent(new Event('devicechange'))
      },
    })
  }, ear)
  await page.reload()
  room.show(everyScreen(room.pictures)['call-with-caseworker']!)
  const other = await openDesk()
  await relay(other, () => playing(page, '.call-pictures > video'))
  const plug = (now: boolean) =>
    page.evaluate((now) => (window as never as { plug(now: boolean): void }).plug(now), now)
  const heard = () =>
    page.evaluate(async () => {
      const { sinkId, volume } = document.querySelector<HTMLVideoElement>('.call-pictures > video')!
      const sinks = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audiooutput')
      return { at: sinks.find(({ deviceId }) => deviceId === sinkId)?.label ?? null, volume }
    })
  const goes = async (label: string | null, volume: number) => {
    for (let now = await heard(); now.at !== label || now.volume !== volume; now = await heard())
      await page.waitForTimeout(20)
  }
  await goes(loud, 0.6)
  await plug(true)
  await goes(ear, 0.6)
  await page.getByRole('button', { name: 'Højere' }).click()
  await goes(ear, 0.8)
  await plug(false)
  await page.getByText('Hovedtelefonen er taget ud').waitFor()
  assert.is((await heard()).volume, 0)
  await page.getByRole('button', { name: 'Brug højttaleren' }).click()
  await goes(loud, 0.8)
  await other.context().close()
})

test.run()
