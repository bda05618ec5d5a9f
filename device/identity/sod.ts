/** EF.SOD: a CMS SignedData over the LDS security object, which lists the data groups' hashes (Doc 9303-10 §4.6.2). */
import { oidText } from '../../drivers/chip/oid.ts'
import { child, readAll, readTlv } from '../../drivers/chip/tlv.ts'
import { Fault, isFault } from '../contract/faults.ts'
import { parseSignedData, type SignedData } from './cms.ts'

export const LDS_SECURITY_OBJECT = '2.23.136.1.1.1'

export type SecurityObject = SignedData & {
  /** OID of the digest over the data groups. */
  digest: string
  /** Hash by data group number. */
  hashes: Map<number, Uint8Array>
  /** 0, or 1 where the LDS version is written too. */
  version: number
}

/** Throws `chip.malformed` when the file cannot be understood. */
export function parseSod(file: Uint8Array): SecurityObject {
  const tlv = readTlv(file)
  if (tlv.tag !== 0x77) throw malformed(`tag ${tlv.tag.toString(16)}`)
  const signed = parseSignedData(tlv.value, 'EF.SOD')
  if (signed.contentType !== LDS_SECURITY_OBJECT) throw malformed('content type')
  return { ...signed, ...parseLdsSecurityObject(signed.content) }
}

/** The data groups EF.SOD lists; none when it cannot be read: that is for `parseSod` to say. */
export function signedGroups(file: Uint8Array): number[] {
  try {
    return [...parseSod(file).hashes.keys()]
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return []
    throw error
  }
}

function malformed(what: string): Fault {
  return new Fault('chip.malformed', `EF.SOD: ${what}`)
}

function parseLdsSecurityObject(der: Uint8Array): Pick<SecurityObject, 'digest' | 'hashes' | 'version'> {
  const [version, algorithm, list] = readAll(child(der, 0x30))
  if (version?.tag !== 0x02 || algorithm?.tag !== 0x30 || list?.tag !== 0x30) throw malformed('LDS security object')
  const hashes = new Map<number, Uint8Array>()
  for (const entry of readAll(list.value)) {
    const number = child(entry.value, 0x02)
    if (number.length !== 1) throw malformed('data group number')
    hashes.set(number[0]!, child(entry.value, 0x04))
  }
  return { digest: oidText(child(algorithm.value, 0x06)), hashes, version: version.value.at(-1) ?? 0 }
}
