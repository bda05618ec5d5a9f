/**
 * ISO/IEC 39794-5:2019 face image data blocks (DER): one 2D picture, capture time, quality blocks and pose. Only the fields
 * that the box fills are written; a reader must skip what it does not know, as this one does.
 */
import { Fault } from '../contract/faults.ts'
import type { FacialRecord, QualityBlock } from './record.ts'

const GENERATION = 3
const YEAR = 2019
/** Codes of `ImageDataFormat`. */
const FORMATS = { jpeg: 2, jpeg2000: 3 } as const
const JPEG2000_LOSSLESS = 4
/** Longer fields are damage: portraits on chips have some tens of kB. */
const MAX_LENGTH = 4_000_000

function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const n = body.length
  const length =
    n < 0x80
      ? [n]
      : n < 0x100
        ? [0x81, n]
        : n < 0x10000
          ? [0x82, n >> 8, n & 255]
          : [0x83, n >> 16, (n >> 8) & 255, n & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

/** A non-negative INTEGER with an implicit context tag. */
function integer(tag: number, value: number): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return tlv(0x80 | tag, bytes[0]! & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)
}

const context = (tag: number, ...parts: Uint8Array[]) => tlv(0xa0 | tag, ...parts)

export function encode39794(record: FacialRecord): Buffer {
  const { taken, quality, image, coding, width, height } = record
  // A CHOICE is never implicit: imageRepresentation [1] { base [0] { imageRepresentation2DBlock [0] … } }.
  const information = context(
    1,
    context(0, integer(0, FORMATS[coding])),
    context(7, integer(0, width), integer(1, height)),
  )
  const picture = context(1, context(0, context(0, tlv(0x80, image), information)))
  const time = taken && [
    integer(0, taken.getUTCFullYear()),
    integer(1, taken.getUTCMonth() + 1),
    integer(2, taken.getUTCDate()),
    integer(3, taken.getUTCHours()),
    integer(4, taken.getUTCMinutes()),
    integer(5, taken.getUTCSeconds()),
  ]
  const blocks = quality.map(({ score, organisation, algorithm }) =>
    tlv(0x30, context(0, integer(0, organisation), integer(1, algorithm)), context(1, integer(0, score))),
  )
  const representation = tlv(
    0x30,
    integer(0, 0),
    picture,
    ...(time ? [context(2, ...time)] : []),
    ...(blocks.length ? [context(3, ...blocks)] : []),
  )
  return tlv(0x65, context(0, integer(0, GENERATION), integer(1, YEAR)), context(1, representation))
}

type Node = { tag: number; body: Buffer }

function nodesOf(bytes: Buffer): Node[] {
  const nodes: Node[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!
    const first = bytes[at + 1]
    const more = first !== undefined && first > 0x80 ? first & 0x7f : 0
    if (first === undefined || (tag & 0x1f) === 0x1f || first === 0x80 || more > 3 || at + 2 + more > bytes.length) {
      throw new Fault('chip.malformed', '39794-5: no DER')
    }
    const length = more ? bytes.readUIntBE(at + 2, more) : first
    const from = at + 2 + more
    if (length > MAX_LENGTH || from + length > bytes.length) throw new Fault('chip.malformed', '39794-5: length')
    nodes.push({ tag, body: bytes.subarray(from, from + length) })
    at = from + length
  }
  return nodes
}

function child(bytes: Buffer, tag: number): Buffer | null {
  return nodesOf(bytes).find((node) => node.tag === tag)?.body ?? null
}

function inside(bytes: Buffer, ...path: number[]): Buffer {
  let now = bytes
  for (const tag of path) {
    const next = child(now, tag)
    if (!next) throw new Fault('chip.malformed', `39794-5: tag ${tag.toString(16)} is missing`)
    now = next
  }
  return now
}

function number(bytes: Buffer, ...path: number[]): number {
  const value = inside(bytes, ...path)
  if (value.length < 1 || value.length > 4) throw new Fault('chip.malformed', '39794-5: number')
  return value.readUIntBE(0, value.length)
}

/** Reads what `encode39794` writes, and any other block with one 2D picture. Throws `Fault('chip.malformed')`. */
export function decode39794(bytes: Uint8Array): FacialRecord {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const representation = inside(whole, 0x65, 0xa1, 0x30)
  const block = inside(representation, 0xa1, 0xa0, 0xa0)
  const information = inside(block, 0xa1)
  const format = number(information, 0xa0, 0x80)
  if (![FORMATS.jpeg, FORMATS.jpeg2000, JPEG2000_LOSSLESS].includes(format))
    throw new Fault('chip.malformed', `format ${format}`)
  const size = child(information, 0xa7)
  const time = child(representation, 0xa2)
  const quality = child(representation, 0xa3)
  return {
    image: Uint8Array.from(inside(block, 0x80)),
    coding: format === FORMATS.jpeg ? 'jpeg' : 'jpeg2000',
    width: size ? number(size, 0x80) : 0,
    height: size ? number(size, 0x81) : 0,
    eyes: null,
    pose: null,
    quality: quality ? nodesOf(quality).map(({ body }) => qualityOf(body)) : [],
    taken: time && dateOf(time),
  }
}

function qualityOf(block: Buffer): QualityBlock {
  const id = inside(block, 0xa0)
  return { organisation: number(id, 0x80), algorithm: number(id, 0x81), score: number(block, 0xa1, 0x80) }
}

function dateOf(time: Buffer): Date {
  const part = (tag: number, otherwise: number) => (child(time, tag) ? number(time, tag) : otherwise)
  const [year, month, day] = [number(time, 0x80), part(0x81, 1), part(0x82, 1)]
  return new Date(Date.UTC(year, month - 1, day, part(0x83, 0), part(0x84, 0), part(0x85, 0)))
}
