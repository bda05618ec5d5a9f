import { Fault } from '../contract/faults.ts'
import type { FacialRecord, QualityBlock } from './record.ts'
import type { Point } from './view.ts'

/** A record never has more than a few blocks of either kind; more is damage. */
const MAX_BLOCKS = 255

/**
 * Reads the first face of an ISO/IEC 19794-5 record, version 2005 (`010`) or 2011 (`030`). Lengths are checked against the
 * bytes that are there. Throws `Fault('chip.malformed')`.
 */
export function decodeRecord(bytes: Uint8Array): FacialRecord & { version: '010' | '030' } {
  const record = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > record.length) throw new Fault('chip.malformed', 'facial record ends too early')
    at += length
    return record.subarray(at - length, at)
  }
  const head = take(14)
  const version = head.toString('latin1', 4, 7)
  if (head.toString('latin1', 0, 4) !== 'FAC\0' || (version !== '010' && version !== '030') || head[7] !== 0) {
    throw new Fault('chip.malformed', 'no facial record of version 010 or 030')
  }
  const late = version === '030'
  if (head.readUInt32BE(8) > record.length || head.readUInt16BE(12) < 1) {
    throw new Fault('chip.malformed', 'facial record: length or number of faces')
  }
  if (late) take(3)
  const length = take(4).readUInt32BE()
  const end = at - 4 + length
  if (end > record.length) throw new Fault('chip.malformed', 'facial record: length of the face')
  const { taken, quality } = late ? captureOf(take) : { taken: null, quality: [] }
  const information = take(late ? 17 : 16)
  const count = information.readUInt16BE()
  if (count > MAX_BLOCKS) throw new Fault('chip.malformed', `facial record: ${count} points`)
  const points = Array.from({ length: count }, () => Buffer.from(take(8)))
  const image = take(late ? 11 : 12)
  const size = late ? take(4).readUInt32BE() : end - at
  const picture = take(size)
  const code = image[1]!
  if (code > 2 || size === 0 || at > end) throw new Fault('chip.malformed', `facial record: image of coding ${code}`)
  return {
    version,
    image: Uint8Array.from(picture),
    coding: code === 0 ? 'jpeg' : 'jpeg2000',
    width: image.readUInt16BE(2),
    height: image.readUInt16BE(4),
    eyes: eyesOf(points),
    pose: poseOf(information, late),
    quality,
    taken,
  }
}

function captureOf(take: (length: number) => Buffer): { taken: Date | null; quality: QualityBlock[] } {
  const capture = take(15)
  const [month, day, hour, minute, second] = capture.subarray(2, 7)
  const year = capture.readUInt16BE()
  const taken = year === 0xffff ? null : new Date(Date.UTC(year, month! - 1, day!, hour!, minute!, second!))
  const quality = Array.from({ length: capture[14]! }, () => {
    const block = take(5)
    return { score: block[0]!, organisation: block.readUInt16BE(1), algorithm: block.readUInt16BE(3) }
  })
  return { taken, quality }
}

function eyesOf(points: Buffer[]): FacialRecord['eyes'] {
  const find = (code: number): Point | null => {
    const point = points.find((one) => one[0] === 1 && one[1] === code)
    return point ? [point.readUInt16BE(2), point.readUInt16BE(4)] : null
  }
  const [left, right] = [find(0xc2), find(0xc1)]
  return left && right ? [left, right] : null
}

function poseOf(information: Buffer, late: boolean): FacialRecord['pose'] {
  const at = information.length - 6
  const uncertain = information.subarray(at + 3)
  if (uncertain.every((one) => one === 0)) return null
  const [yaw, pitch, roll] = [0, 1, 2].map((i) => {
    const value = information[at + i]!
    if (late) return (value << 24) >> 24
    return value > 91 ? (value - 181) * 2 : (value - 1) * 2
  })
  return { yaw: yaw!, pitch: pitch!, roll: roll! }
}
