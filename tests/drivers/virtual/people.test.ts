import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { chipPortrait } from '../../../drivers/virtual/camera/chip.ts'
import { drawnHeads } from '../../../drivers/virtual/people/drawn.ts'
import { loadPeople } from '../../../drivers/virtual/people/people.ts'

const test = suite('the people of the demo')
let engine: FaceEngine
let cache: string
let folder: string
let heads: Buffer[]
const detector = async () => engine
const forbidden = () => Promise.reject(new Error('the detector was asked again'))

test.before(async () => {
  engine = await createFaceEngine()
  heads = (await drawnHeads()).map(({ jpeg }) => jpeg)
})
test.after(() => engine.close())
test.before.each(async () => {
  cache = await mkdtemp(join(tmpdir(), 'people-cache-'))
  folder = await mkdtemp(join(tmpdir(), 'people-folder-'))
})
test.after.each(async () => {
  for (const one of [cache, folder]) await rm(one, { recursive: true })
})

test('a folder holds the same person twice, a landscape, text and a broken picture', async () => {
  await writeFile(join(folder, 'a.jpg'), heads[0]!)
  await writeFile(join(folder, 'b.png'), await sharp(heads[0]!).resize(500).png().toBuffer())
  await writeFile(
    join(folder, 'c.jpg'),
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#28c' } })
      .jpeg()
      .toBuffer(),
  )
  await writeFile(join(folder, 'd.jpg'), heads[1]!.subarray(0, 5_000))
  await writeFile(join(folder, 'e.jpg'), heads[1]!)
  await writeFile(join(folder, 'readme.txt'), 'no picture')
  const people = await loadPeople({ folder, cache, detector })
  assert.deepEqual(
    people.map(({ id }) => id),
    ['a', 'e'],
  )
  assert.ok(people.every(({ singleSource }) => singleSource))
  const again = await loadPeople({ folder, cache, detector: forbidden })
  assert.deepEqual(
    again.map(({ id, eyes }) => [id, eyes]),
    people.map(({ id, eyes }) => [id, eyes]),
  )
})

test('somebody brings two pictures: the chip is made of the second', async () => {
  await writeFile(join(folder, 'a.jpg'), heads[0]!)
  await writeFile(
    join(folder, 'a.chip.jpg'),
    await sharp(heads[0]!).resize(700).modulate({ brightness: 0.9 }).jpeg().toBuffer(),
  )
  await writeFile(join(folder, 'b.jpg'), heads[1]!)
  const people = await loadPeople({ folder, cache, detector })
  assert.deepEqual(
    people.map(({ id, singleSource }) => [id, singleSource]),
    [
      ['a', false],
      ['b', true],
    ],
  )
  const chip = await chipPortrait(people[0]!)
  const { width, height, channels } = await sharp(chip).metadata()
  assert.deepEqual([width, height, channels], [240, 308, 1])
  assert.ok(chip.length <= 20_000)
})

test('an empty folder or a wrong one is said plainly', async () => {
  const invalid = (error: unknown) => isFault(error, 'config.invalid') && error.detail.includes(folder)
  await assert.rejects(loadPeople({ folder, cache, detector }), invalid)
  await assert.rejects(loadPeople({ folder: join(folder, 'none'), cache, detector }), invalid)
})

test('no network and no apt: drawn heads stand in, and say so', async () => {
  const path = process.env['PATH']
  process.env['PATH'] = folder
  try {
    const people = await loadPeople({ cache, detector })
    assert.equal(people.length, 2)
    assert.ok(people.every(({ source }) => source.startsWith('drawn by this project')))
  } finally {
    process.env['PATH'] = path
  }
})

test.run()
