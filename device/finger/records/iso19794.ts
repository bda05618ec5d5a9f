import { type FingerPart, fingerOf, positionCode, type Unpacked } from './positions.ts'

/*
 * ISO/IEC 19794-4:2005, the finger image record of ICAO Doc 9303-10 data group 3. All numbers have the highest byte first.
 * Laid out from memory of the standard, which was not at hand; not yet read by an independent reader.
 */
const IDENTIFIER = 'FIR\0'
const VERSION = '010\0'
const HEAD_BYTES = 32
const FINGER_HEAD_BYTES = 14
/** Image acquisition level 31: 500 ppi, 8 bits, a scanner certified to the stricter of its two levels. */
const LEVEL_500_PPI = 31
const PIXELS_PER_INCH = 1
const BITS = 8
const WSQ = 2
const LIVE_PLAIN = 0
/** "Undefined": we have no standardised quality score to put here. */
const NO_QUALITY = 254
const MOST_FINGERS = 10

/** The record of up to ten fingers, all at the same resolution. Throws a `RangeError` when there are none or too many. */
export function packIso19794(fingers: readonly FingerPart[]): Uint8Array {
  const ppi = fingers[0]?.ppi ?? 0
  if (fingers.length === 0 || fingers.length > MOST_FINGERS || fingers.some((finger) => finger.ppi !== ppi)) {
    throw new RangeError(`no record of ${fingers.length} fingers at one resolution`)
  }
  const parts = fingers.map(packFinger)
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(IDENTIFIER + VERSION, 'latin1')
  head.writeUIntBE(HEAD_BYTES + parts.reduce((sum, part) => sum + part.length, 0), 8, 6)
  // 14: capture device id, 0 = unspecified.
  head.writeUInt16BE(LEVEL_500_PPI, 16)
  head[18] = fingers.length
  head[19] = PIXELS_PER_INCH
  for (const at of [20, 22, 24, 26]) head.writeUInt16BE(ppi, at)
  head[28] = BITS
  head[29] = WSQ
  return Buffer.concat([head, ...parts])
}

function packFinger({ finger, width, height, wsq }: FingerPart): Buffer {
  const head = Buffer.alloc(FINGER_HEAD_BYTES)
  head.writeUInt32BE(FINGER_HEAD_BYTES + wsq.length)
  head[4] = positionCode(finger)
  // One view, the first.
  head[5] = 1
  head[6] = 1
  head[7] = NO_QUALITY
  head[8] = LIVE_PLAIN
  head.writeUInt16BE(width, 9)
  head.writeUInt16BE(height, 11)
  return Buffer.concat([head, wsq])
}

/** The fingers in a record; only WSQ and single fingers are known. */
export function unpackIso19794(bytes: Uint8Array): Unpacked {
  const damaged = (why: string): Unpacked => ({ is: 'damaged', why })
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < HEAD_BYTES || view.toString('latin1', 0, 8) !== IDENTIFIER + VERSION) {
    return damaged('does not begin as a finger image record of 2005')
  }
  if (view.readUIntBE(8, 6) !== view.length) return damaged('has another length than it says')
  if (view[29] !== WSQ) return damaged(`is compressed in way ${view[29]}, not WSQ`)
  const sampling = view.readUInt16BE(24)
  const ppi = view[19] === PIXELS_PER_INCH ? sampling : Math.round(sampling * 2.54)
  const fingers: FingerPart[] = []
  let at = HEAD_BYTES
  for (let number = 0; number < view[18]!; number++) {
    if (at + FINGER_HEAD_BYTES > view.length) return damaged('ends before its last finger')
    const length = view.readUInt32BE(at)
    const finger = fingerOf(view[at + 4]!)
    if (length < FINGER_HEAD_BYTES || at + length > view.length) return damaged('has a finger longer than itself')
    if (!finger) return damaged(`has something else than one finger (position ${view[at + 4]})`)
    const wsq = Uint8Array.from(view.subarray(at + FINGER_HEAD_BYTES, at + length))
    fingers.push({ finger, width: view.readUInt16BE(at + 9), height: view.readUInt16BE(at + 11), ppi, wsq })
    at += length
  }
  return at === view.length && fingers.length > 0
    ? { is: 'fingers', fingers }
    : damaged('holds no fingers, or more bytes')
}
