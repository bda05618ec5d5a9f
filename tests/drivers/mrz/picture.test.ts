/** The document camera’s reader: a zone set in a font that its shapes were not made of, read off pictures of pages. */
import sharp from 'sharp'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createCameraMrzReader } from '../../../drivers/mrz/camera-reader.ts'
import { pageWatch } from '../../../drivers/mrz/ocr/page-watch.ts'
import { lookAt } from '../../../drivers/mrz/ocr/picture.ts'
import { type Look, recognise } from '../../../drivers/mrz/ocr/recognise.ts'
import { createTestAuthority } from '../../../drivers/virtual/country/authority.ts'
import { dataPage } from '../../../drivers/virtual/country/data-page.ts'
import { issuePassport } from '../../../drivers/virtual/country/passport.ts'
import { createVirtualDocumentCamera } from '../../../drivers/virtual/document-camera.ts'
import { anybody, conditions, FONT, photographed, random } from '../../bench/ocr.ts'
import { holder, patience } from '../card/passport-bench.ts'

const test = suite('MRZ off a picture')

const authority = createTestAuthority()
const passport = issuePassport(authority, holder, new Uint8Array(600))

test('passport and cards, straight and upside down', async () => {
  for (const format of ['TD1', 'TD2', 'TD3'] as const) {
    const { mrz } = issuePassport(authority, holder, new Uint8Array(600), { format })
    const page = await dataPage({ mrz, holder }, { font: FONT })
    const look = await lookAt(page)
    assert.equal(look.is === 'read' ? look.lines : look, mrz)
  }
})

test('photographed-like pages: read right, or not at all', async () => {
  const next = random(7)
  let right = 0
  for (const name of ['on the glass', 'held by hand', 'poor'] as const) {
    for (let i = 0; i < 2; i++) {
      const somebody = anybody(next)
      const picture = await photographed(await dataPage(somebody, { font: FONT }), conditions[name]!(next), next)
      const look = recognise(picture)
      if (look.is !== 'read') continue
      assert.equal(look.lines, somebody.mrz)
      right++
    }
  }
  assert.ok(right >= 3, `${right} of 6`)
})

test('no page, a page without a zone, no picture at all', async () => {
  const blank = { width: 400, height: 300, pixels: new Uint8Array(120_000).fill(200) }
  assert.equal(recognise(blank), { is: 'none' })
  const noise = { ...blank, pixels: Uint8Array.from({ length: 120_000 }, (_, i) => (i * 7919) % 251) }
  assert.is.not(recognise(noise).is, 'read')
  assert.equal(await lookAt(Buffer.from('no picture')), { is: 'none' })
})

test('a character nobody can be sure of leaves the zone unread', async () => {
  const { data, info } = await sharp(await dataPage(passport, { font: FONT }))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = Uint8Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]!)
  // A spot of dirt over one letter of the name.
  const [x, y] = [(7.4 + 7 * 2.54) * 12, (88 - 9.4 - 6.35 - 1.2) * 12]
  for (let dy = -16; dy <= 16; dy++)
    for (let dx = 0; dx <= 26; dx++) pixels[Math.round(y + dy) * info.width + Math.round(x + dx)] = 40
  assert.is(recognise({ width: info.width, height: info.height, pixels }).is, 'unsure')
})

test('one frame alone is not believed; a page is told once, the next page anew', () => {
  const look = pageWatch()
  const read = (line: string): Look => ({ is: 'read', lines: [line], likeness: 1, lead: 1 })
  const none: Look = { is: 'none' }
  const seen: Look[] = [
    ...[read('A'), read('B'), read('B'), read('B'), { is: 'unsure' } satisfies Look],
    ...[none, none, none, read('B'), read('B')],
    ...[read('C'), read('C')],
  ]
  const texts = seen.map(look).map((told) => (told?.is === 'read' ? told.text : (told?.is ?? '')))
  assert.equal(texts, ['', '', 'B', '', '', '', '', '', '', 'B', '', 'C'])
  const vain = pageWatch()
  const told = Array.from({ length: 30 }, () => vain({ is: 'unsure' })).filter((one) => one !== undefined)
  assert.equal(told, [{ is: 'unreadable' }])
})

test('over the wire: a page is laid under the camera, taken away, and another one read upside down', async () => {
  const camera = createVirtualDocumentCamera()
  await camera.start()
  const stop = new AbortController()
  const reader = createCameraMrzReader({ id: 'mrz', input: camera.input(), everyMs: 50 })
  const texts: string[] = []
  let heard = Promise.withResolvers<string>()
  reader.on('read', (text) => {
    texts.push(text)
    heard.resolve(text)
  })
  const told = async () => {
    const limit = patience()
    limit.addEventListener('abort', () => heard.reject(new Error('nothing was read')))
    const text = await heard.promise
    heard = Promise.withResolvers()
    return text
  }
  const running = reader.run(stop.signal)
  try {
    await camera.show(await dataPage(passport, { font: FONT }))
    assert.is(await told(), passport.mrz.join('\n'))
    await camera.show(null)
    const card = issuePassport(authority, holder, new Uint8Array(600), { format: 'TD1' })
    await camera.show(await dataPage(card, { font: FONT }), true)
    assert.is(await told(), card.mrz.join('\n'))
    assert.is(texts.length, 2)
  } finally {
    stop.abort()
    await running
    await camera.stop()
  }
})

test.run()
