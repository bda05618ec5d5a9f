/** Certificate revocation lists (RFC 5280 §5) of country signing authorities: which document signers no longer count. */
import type { X509Certificate } from 'node:crypto'
import { oidText } from '../../drivers/chip/oid.ts'
import { child, readAll } from '../../drivers/chip/tlv.ts'
import { Fault } from '../contract/faults.ts'
import { publicKeyOf, signatureAlgorithm, verifySignature } from './algorithms.ts'
import { asDate } from './certificate.ts'

export type RevocationList = {
  /** Serial numbers in hex, without leading zeros, and since when. */
  revoked: Map<string, Date | undefined>
  thisUpdate: Date
  nextUpdate: Date | undefined
  /** Whether that certificate's key signed the list. */
  signedBy(issuer: X509Certificate): boolean
}

/** Reads a list in DER. Throws `chip.malformed` when it is none. */
export function parseCrl(der: Uint8Array): RevocationList {
  const [body, outerAlgorithm, signature] = readAll(child(der, 0x30))
  if (body?.tag !== 0x30 || outerAlgorithm?.tag !== 0x30 || signature?.tag !== 0x03) throw malformed('structure')
  const parts = readAll(body.value)
  const [, , ...rest] = parts[0]?.tag === 0x02 ? parts.slice(1) : parts
  const [first, second, third] = rest
  const thisUpdate = first && asDate(first)
  if (!thisUpdate) throw malformed('thisUpdate')
  const nextUpdate = second && asDate(second)
  const entries = nextUpdate ? third : second
  const [algorithm, parameters] = readAll(outerAlgorithm.value)
  const names = {
    algorithm: oidText(algorithm?.value ?? new Uint8Array()),
    parameters: parameters?.whole,
    digest: '',
  }
  return {
    thisUpdate,
    nextUpdate,
    revoked: entries?.tag === 0x30 ? revokedOf(entries.value) : new Map(),
    signedBy(issuer) {
      const key = publicKeyOf(issuer)
      const known = signatureAlgorithm(names)
      return (
        key !== undefined && known !== undefined && verifySignature(known, key, body.whole, signature.value.subarray(1))
      )
    },
  }
}

function revokedOf(entries: Uint8Array): RevocationList['revoked'] {
  return new Map(
    readAll(entries).map((entry) => {
      const [serial, since] = readAll(entry.value)
      if (serial?.tag !== 0x02) throw malformed('serial number')
      return [serialText(Buffer.from(serial.value).toString('hex')), since && asDate(since)] as const
    }),
  )
}

/** A serial number as lists and certificates can be compared by. */
export function serialText(hex: string): string {
  return hex.toLowerCase().replace(/^0+(?=.)/, '')
}

function malformed(what: string): Fault {
  return new Fault('chip.malformed', `CRL: ${what}`)
}
