/** Issues passports of the test country: data groups, security object, and on purpose some that are not as they should. */
import type { ChipKey } from '../../chip/bac.ts'
import type { PassportFiles } from '../../chip/files.ts'
import { writeTlv } from '../../chip/tlv.ts'
import { addYears, TEST_COUNTRY, type TestAuthority } from './authority.ts'
import { facialRecord, markRecord } from './facial-record.ts'
import { type Holder, writeMrz } from './mrz-writer.ts'
import { securityObject } from './security-object.ts'

export type IssueOptions = {
  /**
   * `broken-signature`: one bit of the SOD's signature; `altered-data-group`: DG2 changed after signing. The portrait
   * can be decoded in both.
   */
  defect?: 'broken-signature' | 'altered-data-group'
  /** 'YYYY-MM-DD'; when not given: valid from a year ago for ten years (five under 18). */
  validFrom?: string
  expires?: string
  now?: Date
}

export type TestPassport = {
  holder: Holder
  /** As printed on the data page. */
  mrz: [string, string]
  /** What opens the chip. */
  key: ChipKey
  files: PassportFiles
}

/** Makes a passport's printed zone and chip files. `portraitJpeg` goes into DG2 as it is. */
export function issuePassport(
  authority: TestAuthority,
  holder: Holder,
  portraitJpeg: Uint8Array,
  options: IssueOptions = {},
): TestPassport {
  const now = options.now ?? new Date()
  const from = options.validFrom ?? isoDate(addYears(now, -1))
  const adult = isoDate(addYears(new Date(holder.dateOfBirth), 18)) <= from
  const expires = options.expires ?? isoDate(addYears(new Date(from), adult ? 10 : 5))
  const mrz = writeMrz(TEST_COUNTRY, holder, expires)
  const dg1 = writeTlv(0x61, writeTlv(0x5f1f, Buffer.from(mrz.join(''), 'latin1')))
  const record = facialRecord(portraitJpeg)
  const dg2 = biometricFile(record)
  const groups = new Map([
    [1, dg1],
    [2, dg2],
  ])
  return {
    holder,
    mrz,
    key: {
      documentNumber: mrz[1].slice(0, 9).replace(/<+$/, ''),
      dateOfBirth: mrz[1].slice(13, 19),
      dateOfExpiry: mrz[1].slice(21, 27),
    },
    files: {
      com: commonFile(),
      sod: securityObject(authority, groups, new Date(from), options.defect === 'broken-signature'),
      dg1,
      dg2: options.defect === 'altered-data-group' ? biometricFile(markRecord(record)) : dg2,
    },
  }
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** EF.COM: LDS 1.7, Unicode 4.0, DG1 and DG2 present. */
function commonFile(): Uint8Array {
  return writeTlv(
    0x60,
    writeTlv(0x5f01, Buffer.from('0107')),
    writeTlv(0x5f36, Buffer.from('040000')),
    writeTlv(0x5c, Uint8Array.of(0x61, 0x75)),
  )
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
