import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { suite } from 'uvu'
import type { Evaluation } from '../../device/face/evaluate.ts'
import { measureNames } from '../../device/face/quality/names.ts'
import { decode39794 } from '../../device/face/record-39794.ts'
import { decodeRecord } from '../../device/face/record-read.ts'
import { drawnHeads } from '../../drivers/virtual/people/drawn.ts'
import { faceCompare } from '../../provisioning/face/compare.ts'
import { faceEval } from '../../provisioning/face/eval.ts'
import { faceScore } from '../../provisioning/face/score.ts'
import { Usage } from '../../provisioning/verb.ts'

const test = suite('boks face')
const boks = new URL('../../provisioning/boks.ts', import.meta.url).pathname
let dir: string
let heads: Buffer[]

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const argv = ['--disable-warning=ExperimentalWarning', boks, 'face', ...args]
    execFile(process.execPath, argv, { maxBuffer: 1e7 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}

const file = async (name: string, bytes: Buffer) => {
  const path = join(dir, name)
  await writeFile(path, bytes)
  return path
}

/** A PNG of 10,100×10,000 black points: 12 kB that unpack to 300 MB. */
function bomb(): Buffer {
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(10_100, 0)
  head.writeUInt32BE(10_000, 4)
  // One bit a point, grey.
  head[8] = 1
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(10_100 / 8)) * 10_000))
  const start = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

test.before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'boks-face-'))
  heads = (await drawnHeads()).map((head) => head.jpeg)
})
test.after(() => rm(dir, { recursive: true }))

test('the same head measures the same in every way a picture can be written; a wall is no face', async () => {
  const [head] = heads
  const wall = { create: { width: 600, height: 600, channels: 3, background: '#ddd' } } as const
  const turned = await sharp(head).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer()
  const files = [
    await file('plain.jpg', head!),
    await file('turned.jpg', turned),
    await file('cmyk.jpg', await sharp(head).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()),
    await file('deep.png', await sharp(head).toColourspace('rgb16').png().toBuffer()),
    await file('clear.png', await sharp(head).ensureAlpha(1).png().toBuffer()),
    await file('grey.jpg', await sharp(head).grayscale().jpeg({ quality: 95 }).toBuffer()),
    await file('palette.png', await sharp(head).png({ palette: true }).toBuffer()),
    await file('wall.png', await sharp(wall).png().toBuffer()),
  ]
  const { code, out, err } = await run('score', ...files, '--json')
  assert.equal(code, 0, err)
  const scores = JSON.parse(out)
  assert.deepEqual(
    scores.map((score: { file: string }) => score.file),
    files,
  )
  const [first] = scores
  const none = scores.pop()
  assert.equal(none.verdict, 'no-face')
  assert.ok(measureNames.every((name) => none.measures[name].assessed === false))
  assert.deepEqual(Object.keys(first), ['file', 'measures', 'verdict', 'reasons'])
  assert.deepEqual(Object.keys(first.measures), measureNames)
  for (const { file, measures, verdict, reasons } of scores) {
    assert.ok(['sound', 'flagged'].includes(verdict), `${file}: ${verdict}`)
    assert.ok(Array.isArray(reasons))
    const [one, other] = [measures.InterEyeDistance.native, first.measures.InterEyeDistance.native]
    assert.ok(Math.abs(one - other) < 0.03 * other, `${file}: ${one}, not ${other}`)
    assert.ok(Math.abs(measures.LuminanceMean.native - first.measures.LuminanceMean.native) < 0.05, `${file}: light`)
  }
  for (const name of ['UnifiedQualityScore', 'ExpressionNeutrality', 'NoHeadCoverings']) {
    assert.deepEqual(first.measures[name], { native: null, component: null, assessed: false, method: 'none' })
  }
})

test('what is no usable picture is said in one sentence', async () => {
  const pixel = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  const cases: [string, RegExp][] = [
    [await file('words.jpg', Buffer.from('not a picture')), /is no JPEG, PNG or JPEG 2000 picture/],
    [await file('empty.png', Buffer.alloc(0)), /is empty/],
    [await file('half.jpg', heads[0]!.subarray(0, heads[0]!.length >> 1)), /is damaged/],
    [await file('bomb.png', bomb()), /has more than 64 million pixels/],
    [await file('pixel.png', pixel), /is only 1×1 pixels/],
    [join(dir, 'absent.jpg'), /is not there/],
    [dir, /is a folder/],
  ]
  for (const [path, words] of cases) {
    await assert.rejects(faceScore.run([path]), (error: Error) => {
      assert.match(error.message, words)
      assert.ok(error instanceof Usage && !error.message.includes('\n'), error.message)
      return true
    })
  }
  const { code, out, err } = await run('score', join(dir, 'bomb.png'), '--json')
  assert.deepEqual([out, code === 0, err.trim().split('\n').length], ['', false, 1])
})

test('a picture is cropped to a passport portrait, as a chip’s file and as records', async () => {
  const head = await file('head.jpg', heads[1]!)
  const names = ['a.jpg', 'a.jp2', 'a.fac', 'a.fac3', 'a.der']
  const { code, err } = await run('crop', head, ...names.map((name) => join(dir, name)))
  assert.equal(code, 0, err)
  const read = (name: string) => readFile(join(dir, name))
  const { width, height, density } = await sharp(await read('a.jpg')).metadata()
  assert.deepEqual([width, height, density], [413, 531, 300])
  assert.ok((await read('a.jp2')).length <= 20_000)
  for (const record of [
    decodeRecord(await read('a.fac')),
    decodeRecord(await read('a.fac3')),
    decode39794(await read('a.der')),
  ]) {
    assert.deepEqual([record.width, record.height, record.coding], [413, 531, 'jpeg'])
    assert.ok(record.image.length <= 20_000)
    assert.equal((await sharp(record.image).metadata()).width, 413)
  }
  const { json } = await faceCompare.run([head, join(dir, 'a.jp2')])
  const { similarity, threshold, match } = json as { similarity: number; threshold: number; match: boolean }
  assert.ok(match && similarity > threshold && similarity <= 1)
  assert.deepEqual(Object.keys(json as object), ['similarity', 'threshold', 'match'])
})

test('error rates of a labelled folder are printed with their curve, and split by group', async () => {
  const root = join(dir, 'people')
  for (const [i, head] of heads.entries()) {
    await mkdir(join(root, `p${i}`), { recursive: true })
    await writeFile(join(root, `p${i}`, '1.jpg'), head)
    await writeFile(join(root, `p${i}`, '2.png'), await sharp(head).resize(400).png().toBuffer())
    await writeFile(join(root, `p${i}`, 'notes.txt'), 'no picture')
  }
  await writeFile(join(root, 'p0', '3.jpg'), 'damaged')
  await writeFile(join(root, 'groups.json'), JSON.stringify({ p0: 'a', p1: 'a' }))
  const result = (await faceEval.run([root])).json as Evaluation & {
    left: unknown[]
    byGroup: Record<string, Evaluation>
  }
  assert.deepEqual(result.pairs, { same: 2, others: 4 })
  assert.equal(result.left.length, 1)
  assert.equal(result.atThreshold.falseNonMatchRate, 0)
  assert.deepEqual(result.byGroup['a']!.pairs, result.pairs)
  assert.ok(result.curve.length > 20)
  await assert.rejects(faceEval.run([join(dir, 'absent')]), /is no folder that can be read/)
})

test.run()
