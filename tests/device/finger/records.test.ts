import { execFileSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { packIso19794, unpackIso19794 } from '../../../device/finger/records/iso19794.ts'
import { packIso39794, unpackIso39794 } from '../../../device/finger/records/iso39794.ts'
import type { FingerPart, Unpacked } from '../../../device/finger/records/positions.ts'
import { decodeWsq } from '../../../device/finger/wsq/decode.ts'
import { encodeWsq } from '../../../device/finger/wsq/encode.ts'
import { press } from '../../../drivers/virtual/finger/press.ts'
import { corrupt } from './corrupt.ts'

const test = suite('finger records')
const fingers: FingerPart[] = (['right-index', 'left-index'] as const).map((finger) => {
  const image = press({ citizenSeed: 3, position: finger, condition: 'good' })
  const { width, height, ppi } = image
  return { finger, width, height, ppi, wsq: encodeWsq(image) }
})

const kinds: [string, (of: readonly FingerPart[]) => Uint8Array, (bytes: Uint8Array) => Unpacked][] = [
  ['19794-4', packIso19794, unpackIso19794],
  ['39794-4', packIso39794, unpackIso39794],
]
for (const [name, pack, unpack] of kinds) {
  test(`both index fingers come out of ${name} as they went in`, () => {
    const read = unpack(pack(fingers))
    assert.equal(read, { is: 'fingers', fingers })
    if (read.is === 'fingers') for (const { wsq } of read.fingers) assert.is(decodeWsq(wsq).is, 'image')
  })

  test(`damaged ${name} is told as such`, () => {
    const whole = pack(fingers)
    for (let seed = 0; seed < 300; seed++) unpack(corrupt(whole.subarray(0, 400), seed))
    for (const length of [0, 3, 31, 40, whole.length - 1]) assert.is(unpack(whole.subarray(0, length)).is, 'damaged')
  })

  test(`${name} of no fingers is refused`, () => assert.throws(() => pack([]), RangeError))
}

test('the 19794-4 head has its numbers where the standard has them', () => {
  const record = Buffer.from(packIso19794(fingers))
  assert.is(record.toString('latin1', 0, 8), 'FIR\x00010\x00')
  assert.is(record.readUIntBE(8, 6), record.length)
  assert.equal([record[18], record.readUInt16BE(24), record[28], record[29]], [2, 500, 8, 2])
  const [right] = fingers
  assert.equal([record.readUInt32BE(32), record[36]], [14 + right!.wsq.length, 2])
})

test('39794-4 is DER to an independent reader', () => {
  const out = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: packIso39794(fingers) }).toString()
  assert.match(out, /appl \[ 4 \]/)
})

test.run()
