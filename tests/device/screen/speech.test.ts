import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { suite } from 'uvu'
import { createSpeech } from '../../../device/screen/speech.ts'
import { portraitDa } from '../../../ui/box/texts/da-portrait.ts'
import { portraitEn } from '../../../ui/box/texts/en-portrait.ts'

const test = suite('what is said to the citizen')
const voice = existsSync('/usr/bin/espeak-ng')
if (!voice) console.log('skipped: espeak-ng is not installed')

/** Seconds of a WAV as espeak-ng streams it (its header does not know the length). */
const seconds = (wav: Buffer) => (wav.length - 44) / wav.readUInt32LE(28)

test('every instruction before the camera has a sound in both languages, and no two the same', async () => {
  if (!voice) return
  const speak = createSpeech()
  for (const [language, texts] of [
    ['da', portraitDa],
    ['en', portraitEn],
  ] as const) {
    const said = [...Object.values(texts.portrait.guidance), ...Object.values(texts.move.say), texts.move.straight]
    const heard = new Set<string>()
    for (const text of said) {
      const wav = await speak(text, language)
      assert.ok(wav && wav.toString('latin1', 0, 4) === 'RIFF' && seconds(wav) > 0.4 && seconds(wav) < 8, text)
      heard.add(wav.toString('base64'))
    }
    assert.equal(heard.size, new Set(said).size)
  }
})

test('what looks like an option is said, not obeyed', async () => {
  if (!voice) return
  const wav = await createSpeech()('--version', 'da')
  assert.equal(wav?.toString('latin1', 0, 4), 'RIFF')
})

test('a box without a voice is silent', async () => {
  assert.equal(await createSpeech('/nonexistent/espeak-ng')('Goddag', 'da'), null)
})

test.run()
