/** Issues documents of the test country: data groups, security object, and on purpose some that are not as they should. */
import type { ChipKey } from '../../chip/bac.ts'
import type { PassportFiles } from '../../chip/files.ts'
import { writeTlv } from '../../chip/tlv.ts'
import type { ChipProfile } from '../chip/profile.ts'
import { addYears, TEST_COUNTRY, type TestAuthority } from './authority.ts'
import { facialRecord, markRecord } from './facial-record.ts'
import { type Holder, writeMrz, writeTd1, writeTd2 } from './mrz-writer.ts'
import { type ChipOptions, securityFiles } from './security-files.ts'
import { securityObject } from './security-object.ts'

export type IssueOptions = {
  /**
   * `broken-signature`: one bit of the SOD's signature; `altered-data-group`: DG2 changed after signing. The portrait
   * can be decoded in both. `hidden-key`: EF.COM and the chip leave DG14 and DG15 out, though the SOD lists them.
   */
  defect?: 'broken-signature' | 'altered-data-group' | 'hidden-key'
  /** A passport if not given; TD1 and TD2 are identity cards. */
  format?: 'TD1' | 'TD2' | 'TD3'
  /** What the chip can do beyond BAC. */
  chip?: ChipOptions
  /** Write DG11 and DG12: the name in full, the place of birth, who issued it and when. */
  details?: boolean
  /** 'YYYY-MM-DD'; when not given: valid from a year ago for ten years (five under 18). */
  validFrom?: string
  expires?: string
  now?: Date
}

export type TestPassport = {
  holder: Holder
  /** As printed on the data page. */
  mrz: string[]
  /** What opens the chip. */
  key: ChipKey
  can: string | undefined
  files: PassportFiles
  profile: ChipProfile
}

/** Makes a document's printed zone and chip files. `portrait` (JPEG or JPEG 2000) goes into DG2 as it is. */
export function issuePassport(
  authority: TestAuthority,
  holder: Holder,
  portrait: Uint8Array,
  options: IssueOptions = {},
): TestPassport {
  const now = options.now ?? new Date()
  const from = options.validFrom ?? isoDate(addYears(now, -1))
  const adult = isoDate(addYears(new Date(holder.dateOfBirth), 18)) <= from
  const expires = options.expires ?? isoDate(addYears(new Date(from), adult ? 10 : 5))
  const mrz = zoneOf(options.format ?? 'TD3', holder, expires)
  const record = facialRecord(portrait)
  const { files: security, profile } = securityFiles(options.chip ?? {}, authority, new Date(from))
  const { dg3, dg14, dg15, ...others } = security
  const groups = new Map<number, Uint8Array>([
    [1, writeTlv(0x61, writeTlv(0x5f1f, Buffer.from(mrz.join(''), 'latin1')))],
    [2, biometricFile(record)],
    ...(dg3 ? [[3, dg3] as const] : []),
    ...(options.details ? detailFiles(holder, from) : []),
    ...(dg14 ? [[14, dg14] as const] : []),
    ...(dg15 ? [[15, dg15] as const] : []),
  ])
  const sod = securityObject(authority, groups, new Date(from), options.defect === 'broken-signature')
  if (options.defect === 'altered-data-group') groups.set(2, biometricFile(markRecord(record)))
  if (options.defect === 'hidden-key') for (const number of [14, 15]) groups.delete(number)
  const written = Object.fromEntries([...groups].map(([number, file]) => [`dg${number}`, file]))
  return {
    holder,
    mrz,
    key: {
      documentNumber: holder.documentNumber,
      dateOfBirth: yymmdd(holder.dateOfBirth),
      dateOfExpiry: yymmdd(expires),
    },
    can: options.chip?.can,
    files: { ...(written as PassportFiles), ...others, com: commonFile([...groups.keys()]), sod },
    profile,
  }
}

function zoneOf(format: 'TD1' | 'TD2' | 'TD3', holder: Holder, expires: string): string[] {
  switch (format) {
    case 'TD1':
      return writeTd1('I', TEST_COUNTRY, holder, expires)
    case 'TD2':
      return writeTd2('I', TEST_COUNTRY, holder, expires)
    case 'TD3':
      return writeMrz(TEST_COUNTRY, holder, expires)
  }
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function yymmdd(date: string): string {
  return date.replace(/-/g, '').slice(2)
}

/** Tags of the data groups, by number (Doc 9303-10 table 38). */
const groupTags: Record<number, number> = { 1: 0x61, 2: 0x75, 3: 0x63, 11: 0x6b, 12: 0x6c, 14: 0x6e, 15: 0x6f }

/** EF.COM: LDS 1.7, Unicode 4.0, and the data groups that are there. */
function commonFile(numbers: number[]): Uint8Array {
  return writeTlv(
    0x60,
    writeTlv(0x5f01, Buffer.from('0107')),
    writeTlv(0x5f36, Buffer.from('040000')),
    writeTlv(
      0x5c,
      Uint8Array.from(numbers, (number) => groupTags[number]!),
    ),
  )
}

/** DG11 and DG12 (Doc 9303-10 §4.7.11, §4.7.12): a tag list, then the texts in UTF-8. */
function detailFiles(holder: Holder, issued: string): [number, Uint8Array][] {
  const text = (tag: number, value: string) => writeTlv(tag, Buffer.from(value, 'utf8'))
  const list = (...tags: number[]) => writeTlv(0x5c, Uint8Array.from(tags.flatMap((tag) => [tag >> 8, tag & 0xff])))
  const name = `${holder.surname}<<${holder.givenNames.replace(/ /g, '<')}`
  return [
    [11, writeTlv(0x6b, list(0x5f0e, 0x5f11), text(0x5f0e, name), text(0x5f11, 'Testby<Utopia'))],
    [12, writeTlv(0x6c, list(0x5f19, 0x5f26), text(0x5f19, 'Testby Kommune'), text(0x5f26, issued.replace(/-/g, '')))],
  ]
}

/** DG2: one biometric template with its CBEFF header (Doc 9303-10 §4.7.2, ISO/IEC 7816-11). */
function biometricFile(record: Uint8Array): Uint8Array {
  const header = writeTlv(
    0xa1,
    writeTlv(0x80, Uint8Array.of(0x01, 0x01)),
    // Facial features; format owner ISO/IEC JTC 1/SC 37, format type 8.
    writeTlv(0x81, Uint8Array.of(0x02)),
    writeTlv(0x87, Uint8Array.of(0x01, 0x01)),
    writeTlv(0x88, Uint8Array.of(0x00, 0x08)),
  )
  const template = writeTlv(0x7f60, header, writeTlv(0x5f2e, record))
  return writeTlv(0x75, writeTlv(0x7f61, writeTlv(0x02, Uint8Array.of(1)), template))
}
