/** What stands in the way of an approval when prints or signature are missing, and how it goes into the application. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CapturedFinger, SignaturePart } from '../../../device/contract/application.ts'
import { decoder } from '../../../device/contract/decode.ts'
import type { FingerPosition, Hand, ImpossibleReason, Lasting } from '../../../device/contract/nouns.ts'
import { recordsOf } from '../../../device/finger/judge.ts'
import { unpackIso19794 } from '../../../device/finger/records/iso19794.ts'
import { ladderOrder, positionOf } from '../../../device/rules/fingers.ts'
import { blocksOf, type Captured, captured, evidenceHasher, evidenceParts } from '../../../device/session/evidence.ts'
import { FingerLog } from '../../../device/tasks/finger-log.ts'
import { Journal } from '../../../device/tasks/journal.ts'
import type { FingerCapture } from '../../../device/tasks/task.ts'
import { press } from '../../../drivers/virtual/finger/press.ts'
import { sampleApplication } from '../link/sample.ts'

const test = suite('missing prints and signatures at the desk')
const now = new Date('2026-11-22T12:00:00Z')
const day = '2026-11-22'
const { chip } = await sampleApplication('00000000-0000-4000-8000-000000000000')

async function visit(age: number, signature: object, fingers = new FingerLog()) {
  const journal = new Journal()
  const put = (step: Parameters<Journal['put']>[0], value: unknown) =>
    journal.put(step, { value, uses: [], tries: 1, ms: 0, asked: true })
  const plan = { age, prints: age >= 12, consent: false }
  put('document', { inspection: chip, plan, portrait: Buffer.alloc(1), embedding: null })
  put('signature', signature)
  return { journal, put, fingers, now: (): Captured => captured(journal, fingers, now) }
}
const hand = (of: Hand) => ladderOrder(day).map((digit) => positionOf(of, digit))
const good = (position: FingerPosition) => ({
  position,
  outcome: 'good' as const,
  clarity: 80,
  image: {} as NonNullable<FingerCapture['image']>,
})
const signed = { png: Buffer.from('ink') }

test('what only the citizen said stands in the way until a caseworker has said it too', async () => {
  const { fingers, now } = await visit(40, signed)
  fingers.state(['right-index'], 'missing')
  fingers.print(good('right-thumb'), null)
  fingers.print(good('left-index'), null)
  assert.equal(blocksOf(now(), true, []), ['prints-unconfirmed'])
  fingers.judge(['right-index'], 'missing', 'permanently', 'Kirsten Dahl')
  assert.equal(blocksOf(now(), true, []), [])
})

const cases: [string, [ImpossibleReason, Lasting] | null, [ImpossibleReason, Lasting], string][] = [
  ['one hand', null, ['bandaged', 'temporarily'], 'prints-one-hand'],
  ['neither hand now', ['injured', 'temporarily'], ['missing', 'permanently'], 'prints-provisional'],
  ['neither hand ever', ['no-ridges', 'permanently'], ['missing', 'permanently'], 'prints-exempt'],
]
for (const [name, right, left, recorded] of cases) {
  test(`${name}: only a decision that names the consequence lifts it`, async () => {
    const { fingers, now } = await visit(40, signed)
    if (right) fingers.judge(hand('right'), right[0], right[1], 'Kirsten Dahl')
    else fingers.print(good('right-index'), null)
    fingers.judge(hand('left'), left[0], left[1], 'Kirsten Dahl')
    assert.equal(blocksOf(now(), true, []), ['prints-consequence'])
    assert.equal(
      blocksOf(
        now(),
        true,
        ['prints-one-hand', 'prints-provisional', 'prints-exempt'].filter((w) => w !== recorded),
      ),
      ['prints-consequence'],
    )
    assert.equal(blocksOf(now(), true, [recorded]), [])
  })
}

test('a child under the age of prints has nothing to be recorded', async () => {
  const { now } = await visit(11, signed)
  assert.equal(blocksOf(now(), true, []), [])
  assert.equal(now().prints, { is: 'under-age', fromAge: 12 })
})

test('somebody who cannot sign: a decision must record it', async () => {
  const { now } = await visit(11, { png: Buffer.alloc(0), unable: true })
  assert.equal(blocksOf(now(), true, []), ['no-signature'])
  assert.equal(blocksOf(now(), true, ['cannot-sign']), [])
  assert.equal(evidenceParts(now())!.signature, { png: '', unable: true })
})

test('the movement of a signature goes along only where it was kept', async () => {
  const strokes = [[{ x: 0.1, y: 0.2, t: 0, p: 0.5 }]]
  const without = evidenceParts((await visit(11, signed)).now())!.signature!
  assert.not('strokes' in without)
  const kept = evidenceParts((await visit(11, { ...signed, strokes })).now())!.signature!
  assert.equal(decoder(SignaturePart)(JSON.stringify(kept)).strokes, strokes)
})

test('records, word of the caseworker and doubts go into the application, and a new word makes new hashes', async () => {
  const { fingers, put, now } = await visit(40, signed)
  const image = press({ citizenSeed: 5, position: 'right-thumb', condition: 'good' })
  const records = recordsOf('right-thumb', image)
  const finger: FingerCapture = {
    position: 'right-thumb',
    outcome: 'good',
    tries: 1,
    clarity: 90,
    image: { ...image, png: Buffer.from('png'), preview: Buffer.from('small') },
    records,
    attack: 'none',
  }
  fingers.state(['right-index'], 'missing')
  put('right-index', finger)
  put('left-index', { ...finger, position: 'left-index', sameAs: 'right-thumb', records: null, image: null })
  const hashes = evidenceHasher()
  const before = hashes.of(now())!.fingers
  const [right, left] = evidenceParts(now())!.fingers!.map((part) => decoder(CapturedFinger)(JSON.stringify(part)))
  assert.equal(new Uint8Array(Buffer.from(right!.records!.iso19794, 'base64')), new Uint8Array(records.iso19794))
  const read = unpackIso19794(Buffer.from(right!.records!.iso19794, 'base64'))
  assert.is(read.is === 'fingers' && read.fingers[0]!.finger, 'right-thumb')
  assert.not('pixels' in right!.image!)
  assert.equal(right!.impossible, [
    { position: 'right-index', reason: 'missing', lasting: 'permanently', caseworker: null },
  ])
  assert.is(left!.sameAs, 'right-thumb')
  fingers.judge(['right-index'], 'missing', 'permanently', 'Kirsten Dahl')
  assert.is.not(hashes.of(now())!.fingers, before, 'an approval over the old word is stale')
})

test.run()
