/** A revocation list of the test country (RFC 5280 §5). */
import { sign } from 'node:crypto'
import { child, readAll, readTlv } from '../../chip/tlv.ts'
import { ECDSA_SHA256, type TestAuthority } from './authority.ts'
import { bitString, integer, oid, sequence, time } from './der.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Signed by the authority now, and good for thirty days unless `nextUpdate` says otherwise. */
export function crl(
  authority: TestAuthority,
  revoked: readonly Uint8Array[],
  nextUpdate = new Date(Date.now() + 30 * DAY_MS),
): Uint8Array {
  const algorithm = sequence(oid(ECDSA_SHA256))
  const [, , , issuer] = readAll(child(readTlv(authority.csca.certificate).value, 0x30))
  const since = new Date(Date.now() - DAY_MS)
  const entries = revoked.map((certificate) => {
    const [, serial] = readAll(child(readTlv(certificate).value, 0x30))
    return sequence(serial!.whole, time(since))
  })
  const body = sequence(
    integer(1),
    algorithm,
    issuer!.whole,
    time(since),
    time(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  )
  return sequence(body, algorithm, bitString(sign('sha256', body, authority.csca.key)))
}
