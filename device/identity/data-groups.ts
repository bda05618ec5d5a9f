/** EF.COM and data groups 1, 2, 7, 11 and 12 of the logical data structure (Doc 9303-10 §4.6.1, §4.7). */
import { groupNumber } from '../../drivers/chip/files.ts'
import { child, readAll, readTlv } from '../../drivers/chip/tlv.ts'
import { Fault, isFault } from '../contract/faults.ts'
import type { DocumentData, HolderData } from '../contract/inspection.ts'

function outer(file: Uint8Array, tag: number, name: string): Uint8Array {
  const tlv = readTlv(file)
  if (tlv.tag !== tag) throw new Fault('chip.malformed', `${name}: tag ${tlv.tag.toString(16)}`)
  return tlv.value
}

/** The data groups EF.COM says are there. It is not signed: evidence, never proof. */
export function parseCom(file: Uint8Array): number[] {
  return [...child(outer(file, 0x60, 'EF.COM'), 0x5c)].map((tag) => groupNumber(tag)).filter((n) => n > 0)
}

/** The MRZ that DG1 holds, as one run of characters (88 for a passport). */
export function parseDg1(file: Uint8Array): string {
  return Buffer.from(child(outer(file, 0x61, 'DG1'), 0x5f1f)).toString('latin1')
}

export type ChipPortrait = {
  kind: 'jpeg' | 'jp2'
  image: Uint8Array
  /** Pixels as the record's header says; some issuers leave 0. */
  width: number
  height: number
}

/** ISO/IEC 19794-5:2005 §5: facial record header, facial information, one feature point, image information (bytes). */
const RECORD_HEADER = 14
const FACIAL_INFORMATION = 20
const FEATURE_POINT = 8
const IMAGE_INFORMATION = 12

/** The first facial image of DG2. Throws `chip.malformed` when there is none, or no JPEG or JPEG 2000. */
export function parseDg2(file: Uint8Array): ChipPortrait {
  const group = child(outer(file, 0x75, 'DG2'), 0x7f61)
  const template = child(group, 0x7f60)
  const block = readAll(template).find((tlv) => tlv.tag === 0x5f2e || tlv.tag === 0x7f2e)
  if (!block) throw new Fault('chip.malformed', 'DG2: no biometric data block')
  const record = Buffer.from(block.value)
  if (
    record.length < RECORD_HEADER + FACIAL_INFORMATION + IMAGE_INFORMATION ||
    record.toString('latin1', 0, 4) !== 'FAC\0'
  ) {
    throw new Fault('chip.malformed', 'DG2: no facial record')
  }
  const points = record.readUInt16BE(RECORD_HEADER + 4)
  const information = RECORD_HEADER + FACIAL_INFORMATION + points * FEATURE_POINT
  const start = information + IMAGE_INFORMATION
  const end = RECORD_HEADER + record.readUInt32BE(RECORD_HEADER)
  if (start >= record.length || end > record.length || start >= end)
    throw new Fault('chip.malformed', 'DG2: record lengths')
  const image = record.subarray(start, end)
  return {
    // Issuers get the record's type field wrong; the image's own first bytes are right.
    kind: imageKind(image),
    image: Uint8Array.from(image),
    width: record.readUInt16BE(information + 2),
    height: record.readUInt16BE(information + 4),
  }
}

function imageKind(image: Buffer): ChipPortrait['kind'] {
  const head = image.toString('hex', 0, 12)
  if (head.startsWith('ffd8ff')) return 'jpeg'
  // A JP2 file, or a bare JPEG 2000 code stream.
  if (head.startsWith('0000000c6a5020200d0a870a') || head.startsWith('ff4fff51')) return 'jp2'
  throw new Fault('chip.malformed', 'DG2: image of an unknown kind')
}

/** The images of DG7: the holder's signature or usual mark, as the document displays it. */
export function parseDg7(file: Uint8Array): ChipPortrait[] {
  return readAll(outer(file, 0x67, 'DG7'))
    .filter((tlv) => tlv.tag === 0x5f43)
    .map(({ value }) => ({
      kind: imageKind(Buffer.from(value)),
      image: Uint8Array.from(value),
      width: 0,
      height: 0,
    }))
}

/** More of a text than this is no name and no place (characters). */
const TEXT_MAX = 200

/** Texts of DG11 and DG12 are UTF-8; `<` parts names and lines as in the MRZ. */
function texts(file: Uint8Array, tag: number, name: string): Map<number, string> {
  const plain = (value: Uint8Array) =>
    Buffer.from(value)
      .toString('utf8')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a chip may hold any byte; screens and logs must not.
      .replace(/[\u0000-\u001f\u007f]/g, '')
      .replace(/<+/g, (run) => (run.length > 1 ? ', ' : ' '))
      .trim()
      .slice(0, TEXT_MAX)
  return new Map(readAll(outer(file, tag, name)).map(({ tag, value }) => [tag, plain(value)]))
}

/** Of DG11: the name in full and in national letters, and the place of birth. Broken: nothing, its hash says why. */
export function holderDetails(dg11: Uint8Array | undefined): Pick<HolderData, 'fullName' | 'placeOfBirth'> {
  const found = dg11 && lenient(() => texts(dg11, 0x6b, 'DG11'))
  const fullName = found?.get(0x5f0e)
  const placeOfBirth = found?.get(0x5f11)
  return { ...(fullName ? { fullName } : {}), ...(placeOfBirth ? { placeOfBirth } : {}) }
}

/** Of DG12: who issued the document, and when (YYYYMMDD). */
export function documentDetails(dg12: Uint8Array | undefined): Pick<DocumentData, 'issuingAuthority' | 'dateOfIssue'> {
  const found = dg12 && lenient(() => texts(dg12, 0x6c, 'DG12'))
  const issuingAuthority = found?.get(0x5f19)
  const date = /^(\d{4})(\d\d)(\d\d)$/.exec(found?.get(0x5f26) ?? '')
  return {
    ...(issuingAuthority ? { issuingAuthority } : {}),
    ...(date ? { dateOfIssue: `${date[1]}-${date[2]}-${date[3]}` } : {}),
  }
}

function lenient<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return undefined
    throw error
  }
}
