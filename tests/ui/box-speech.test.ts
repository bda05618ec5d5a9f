/** The box reads its questions aloud to whoever wishes it, and nothing that is private. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { everyScreen } from './box-asks.ts'
import { openRoom, type Room } from './box-room.ts'

const test = suite('read aloud')
let room: Room
test.before(async () => {
  room = await openRoom()
})
test.after(() => room.close())

/** A page on a machine with a Danish voice, and what it was made to say. */
async function page(voices: string[]) {
  const context = await room.browser.newContext({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  // The test machine has no voices: the browser's own part is stood in for, not ours.
  await page.addInitScript((langs) => {
    const said: string[] = []
    const target = new EventTarget()
    Object.assign(target, {
      getVoices: () => langs.map((lang) => ({ lang, name: lang })),
      cancel() {},
      speak: ({ text }: { text: string }) => said.push(text),
    })
    class Utterance {
      readonly text: string
      constructor(text: string) {
        this.text = text
      }
    }
    Object.defineProperty(window, 'speechSynthesis', { value: target })
    Object.assign(window, { SpeechSynthesisUtterance: Utterance, said })
  }, voices)
  await page.goto(room.url)
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said)
  return { page, said, close: () => context.close() }
}

test('the finger is asked for aloud, its advice when it changes, and the next question', async () => {
  const screens = everyScreen(room.pictures)
  room.show(screens['finger']!)
  const { page: at, said, close } = await page(['da-DK'])
  await at.getByRole('button', { name: 'Læs højt' }).click()
  while ((await said()).length < 1) await at.waitForTimeout(20)
  assert.match((await said())[0]!, /højre pegefinger.*Tryk let/s)
  room.show(screens['finger-ring']!)
  while ((await said()).length < 2) await at.waitForTimeout(20)
  assert.match((await said())[1]!, /højre ringfinger.*Skub fingeren lidt frem/s)
  room.show(screens['review']!)
  while ((await said()).length < 3) await at.waitForTimeout(20)
  assert.match((await said())[2]!, /Er alt rigtigt/)
  assert.not.match((await said()).join(' '), /Lindegaard|1958|12 34/)
  await close()
})

test('the next citizen is not read to unasked', async () => {
  const screens = everyScreen(room.pictures)
  room.show(screens['finger']!)
  const { page: at, said, close } = await page(['da-DK'])
  const button = at.getByRole('button', { name: 'Læs højt' })
  await button.click()
  while ((await said()).length < 1) await at.waitForTimeout(20)
  room.show({ ...screens['finger-thumb']!, visit: '44444444-4444-4444-8444-444444444444' })
  await at.getByText('tommelfinger').first().waitFor()
  assert.is(await button.getAttribute('aria-pressed'), 'false')
  assert.is((await said()).length, 1)
  await close()
})

test('without a voice for the language there is no such button', async () => {
  room.show(everyScreen(room.pictures)['finger']!)
  const { page: at, close } = await page(['fr-FR'])
  await at.getByRole('heading', { level: 1 }).waitFor()
  assert.is(await at.getByRole('button', { name: 'Læs højt' }).count(), 0)
  await close()
})

test.run()
