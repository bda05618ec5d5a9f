import { readAll, readTlv, writeTlv } from '../../../drivers/chip/tlv.ts'
import { isFault } from '../../contract/faults.ts'
import { type FingerPart, fingerOf, positionCode, type Unpacked } from './positions.ts'

/*
 * ISO/IEC 39794-4:2019 in DER, tags automatic:
 *   FingerImageDataBlock ::= [APPLICATION 4] SEQUENCE { versionBlock [0], representationBlocks [1] SEQUENCE OF … }
 *   RepresentationBlock ::= SEQUENCE { position [0], impression [1], imageDataFormat [2], imageData [3],
 *     spatialSamplingRateBlock [7] { samplesPerUnit [0], unitDimension [1] }, imageHasBeenLossilyCompressed [11], … }
 * The first three are a CHOICE of a code [0] and an extension [1]. The structure was taken from what JMRTD documents of the
 * schema; the standard itself was not at hand.
 */
const DATA_BLOCK = 0x64
const SEQUENCE = 0x30
const GENERATION = 3
const YEAR = 2019
const PLAIN_CONTACT = 0
const WSQ = 1
const INCH = 0

const context = (number: number) => 0x80 | number
const constructed = (number: number) => 0xa0 | number

/** A number of DER, without its tag: as few bytes as hold it and its sign. */
function integer(value: number): Uint8Array {
  const bytes = [value & 0xff]
  for (let rest = value >> 8; rest > 0 || bytes[0]! > 0x7f; rest >>= 8) bytes.unshift(rest & 0xff)
  return Uint8Array.from(bytes)
}

const code = (number: number, value: number) => writeTlv(constructed(number), writeTlv(context(0), integer(value)))

export function packIso39794(fingers: readonly FingerPart[]): Uint8Array {
  if (fingers.length === 0) throw new RangeError('no record of no fingers')
  const version = writeTlv(
    constructed(0),
    writeTlv(context(0), integer(GENERATION)),
    writeTlv(context(1), integer(YEAR)),
  )
  const blocks = fingers.map(({ finger, ppi, wsq }) =>
    writeTlv(
      SEQUENCE,
      code(0, positionCode(finger)),
      code(1, PLAIN_CONTACT),
      code(2, WSQ),
      writeTlv(context(3), wsq),
      writeTlv(constructed(7), writeTlv(context(0), integer(ppi)), writeTlv(context(1), integer(INCH))),
      writeTlv(context(11), Uint8Array.of(0xff)),
    ),
  )
  return writeTlv(DATA_BLOCK, version, writeTlv(constructed(1), ...blocks))
}

/** The fingers in a data block. Width and height come from the WSQ's own frame: the record does not repeat them. */
export function unpackIso39794(bytes: Uint8Array): Unpacked {
  try {
    return read(bytes)
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return { is: 'damaged', why: `is no DER (${error.detail})` }
    throw error
  }
}

function read(bytes: Uint8Array): Unpacked {
  const damaged = (why: string): Unpacked => ({ is: 'damaged', why })
  const all = readTlv(bytes)
  if (all.tag !== DATA_BLOCK) return damaged('is no finger image data block')
  const blocks = readAll(all.value).find(({ tag }) => tag === constructed(1))
  if (!blocks) return damaged('holds no representations')
  const fingers: FingerPart[] = []
  for (const block of readAll(blocks.value)) {
    const fields = new Map(readAll(block.value).map(({ tag, value }) => [tag & 0x1f, value]))
    const coded = (number: number) => whole(readTlv(fields.get(number) ?? new Uint8Array(0)).value)
    const finger = fingerOf(coded(0))
    const wsq = fields.get(3)
    if (!finger || !wsq) return damaged('has a representation without finger or picture')
    if (coded(2) !== WSQ) return damaged(`has a picture of format ${coded(2)}, not WSQ`)
    const size = wsqSize(wsq)
    if (!size) return damaged('has a picture without a size')
    const rate = fields.get(7)
    const [samples, unit] = rate ? readAll(rate).map(({ value }) => whole(value)) : [500, INCH]
    const ppi = unit === INCH ? samples! : Math.round(samples! * 2.54)
    fingers.push({ finger, ...size, ppi, wsq: Uint8Array.from(wsq) })
  }
  return fingers.length > 0 ? { is: 'fingers', fingers } : damaged('holds no fingers')
}

const whole = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

/** Height and width from the frame segment (FFA2), by hopping from segment to segment. */
function wsqSize(wsq: Uint8Array): { width: number; height: number } | null {
  const view = Buffer.from(wsq.buffer, wsq.byteOffset, wsq.byteLength)
  for (let at = 2; at + 10 <= view.length; at += 2 + view.readUInt16BE(at + 2)) {
    if (view.readUInt16BE(at) === 0xffa2) return { height: view.readUInt16BE(at + 6), width: view.readUInt16BE(at + 8) }
    if (view[at] !== 0xff) return null
  }
  return null
}
