import type { Point } from './view.ts'

/**
 * What a facial record says beside its picture. The same content is written as ISO/IEC 19794-5:2005 (version `010`, what
 * passports carry), ISO/IEC 19794-5:2011 (`030`, with quality blocks), and ISO/IEC 39794-5 (ASN.1, with quality blocks).
 */
export type FacialRecord = {
  image: Uint8Array
  coding: 'jpeg' | 'jpeg2000'
  width: number
  height: number
  /** Eye centres in the picture (the citizen's right eye is the one on its left); null: not recorded. */
  eyes: readonly [left: Point, right: Point] | null
  /** Degrees; null: not recorded. */
  pose: { yaw: number; pitch: number; roll: number } | null
  /** Quality scores 0 to 100 with their algorithm's registered numbers; 0 and 0 is "ours, not registered". */
  quality: readonly QualityBlock[]
  /** When the picture was taken (UTC, to the second); null: not recorded. Version 010 has no place for it. */
  taken: Date | null
}

export type QualityBlock = { score: number; organisation: number; algorithm: number }

/** 19794-5's points of the eyes' centres, as MPEG-4 feature points 12.1 and 12.2 (left and right are the citizen's). */
const EYE_POINTS = { left: 0xc1, right: 0xc2 } as const
const POINT = 8
/** The pose uncertainty that goes with a mesh, in degrees; written as (degrees + 1), 0 is unspecified. */
const POSE_UNCERTAINTY = 5

/** One record around one picture; the same input gives the same bytes. */
export function encodeRecord(record: FacialRecord, version: '010' | '030'): Buffer {
  const late = version === '030'
  const points = record.eyes ? 2 : 0
  const head = Buffer.alloc(late ? 17 : 14)
  head.write(`FAC\0${version}\0`, 'latin1')
  head.writeUInt16BE(1, 12)
  const representation = Buffer.concat([
    ...(late ? [captureOf(record)] : []),
    informationOf(record, points, late),
    ...(record.eyes ? [pointOf(EYE_POINTS.right, record.eyes[0]), pointOf(EYE_POINTS.left, record.eyes[1])] : []),
    imageInformationOf(record, late),
    ...(late ? [uint32(record.image.length)] : []),
    record.image,
  ])
  const whole = Buffer.concat([head, uint32(representation.length + 4), representation])
  whole.writeUInt32BE(whole.length, 8)
  return whole
}

const uint32 = (value: number) => {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}

/** 2011 §8.4: when, with what, and the quality blocks. */
function captureOf({ taken, quality }: FacialRecord): Buffer {
  const out = Buffer.alloc(15 + 5 * quality.length)
  out.fill(0xff, 0, 9)
  if (taken) {
    out.writeUInt16BE(taken.getUTCFullYear())
    const parts = [taken.getUTCMonth() + 1, taken.getUTCDate(), taken.getUTCHours(), taken.getUTCMinutes()]
    out.set([...parts, taken.getUTCSeconds()], 2)
    out.writeUInt16BE(0, 7)
  }
  out[14] = quality.length
  for (const [i, { score, organisation, algorithm }] of quality.entries()) {
    out[15 + 5 * i] = score
    out.writeUInt16BE(organisation, 16 + 5 * i)
    out.writeUInt16BE(algorithm, 18 + 5 * i)
  }
  return out
}

/** Gender, eyes, hair, height and properties stay unspecified: a terminal has no business to guess them. */
function informationOf({ pose }: FacialRecord, points: number, late: boolean): Buffer {
  const out = Buffer.alloc(late ? 17 : 16)
  out.writeUInt16BE(points)
  if (!pose) return out
  const at = out.length - 6
  for (const [i, angle] of [pose.yaw, pose.pitch, pose.roll].entries()) {
    out[at + i] = late ? Math.round(angle) & 0xff : steps(angle)
    out[at + 3 + i] = POSE_UNCERTAINTY + 1
  }
  return out
}

/** 2005 §5.5.8: angle / 2 + 1 for 0 to 180°, angle / 2 + 181 below zero. */
function steps(angle: number): number {
  const half = Math.round(angle / 2)
  return half >= 0 ? half + 1 : half + 181
}

function pointOf(code: number, [x, y]: Point): Buffer {
  const out = Buffer.alloc(POINT)
  // Type 1: an MPEG-4 feature point.
  out[0] = 1
  out[1] = code
  out.writeUInt16BE(Math.round(x), 2)
  out.writeUInt16BE(Math.round(y), 4)
  return out
}

/** Full frontal, sRGB, from a digital video camera; nothing is claimed in 2005's quality field. */
function imageInformationOf({ coding, width, height }: FacialRecord, late: boolean): Buffer {
  const out = Buffer.alloc(late ? 11 : 12)
  out[0] = 1
  out[1] = coding === 'jpeg' ? 0 : 1
  out.writeUInt16BE(width, 2)
  out.writeUInt16BE(height, 4)
  if (late) {
    // 7: cropped after capture (2011 table 17); the sampling rate's level stays unspecified.
    out.writeUInt16BE(0x0004, 7)
    out[10] = 1
  } else {
    out[6] = 1
    out[7] = 6
  }
  return out
}
