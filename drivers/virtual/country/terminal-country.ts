/** The test country's verifiers of terminals (BSI TR-03110-3 §C): an authority that its chips trust, a verifier, a terminal. */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { ecGroup } from '../../chip/ec-group.ts'
import { bytesOf } from '../../chip/group.ts'
import { readAll, writeTlv } from '../../chip/tlv.ts'
import { oid } from './der.ts'

export type CvIssue = {
  /** All certificates below the authority's own, in DER, and the authority's. */
  certificates: Uint8Array[]
  /** What a chip holds from its making: the authority's own certificate. */
  anchor: Uint8Array
  /** The terminal's private key. */
  key: KeyObject
}

/** id-TA-ECDSA-SHA-256, and the role of inspection systems. */
const ALGORITHM = '0.4.0.127.0.7.2.2.2.2.3'
const INSPECTION_SYSTEM = '0.4.0.127.0.7.3.1.2.1'
/** brainpoolP256r1, by its id in Doc 9303-11 §9.5.1. */
const CURVE = 13
const names = { authority: 'UTCVCA00001', verifier: 'UTDVUT00001', terminal: 'UTISBB00001' }

/** `rights`: 1 fingerprints, 2 iris, 3 both. `expired`: the terminal's certificate ended yesterday. */
export function terminalCountry(options: { rights?: 1 | 2 | 3; expired?: boolean; now?: Date } = {}): CvIssue {
  const { rights = 3, now = new Date() } = options
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' })
  const [authority, verifier, terminal] = [pair(), pair(), pair()]
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000)
  const until = days(options.expired ? -1 : 30)
  const from = days(-60)
  const { authority: ca, verifier: dv, terminal: is } = names
  const anchor = certificate(ca, ca, authority.publicKey, authority.privateKey, 0xc0 | 3, from, days(900))
  return {
    anchor,
    certificates: [
      anchor,
      certificate(ca, dv, verifier.publicKey, authority.privateKey, 0x80 | 3, from, days(90)),
      certificate(dv, is, terminal.publicKey, verifier.privateKey, rights, from, until),
    ],
    key: terminal.privateKey,
  }
}

function certificate(
  authority: string,
  holder: string,
  key: KeyObject,
  issuer: KeyObject,
  rights: number,
  from: Date,
  to: Date,
): Uint8Array {
  const text = (tag: number, value: string) => writeTlv(tag, Buffer.from(value, 'latin1'))
  const body = writeTlv(
    0x7f4e,
    writeTlv(0x5f29, Uint8Array.of(0)),
    text(0x42, authority),
    writeTlv(0x7f49, oid(ALGORITHM), ...(authority === holder ? domain() : []), writeTlv(0x86, pointOf(key))),
    text(0x5f20, holder),
    writeTlv(0x7f4c, oid(INSPECTION_SYSTEM), writeTlv(0x53, Uint8Array.of(rights))),
    writeTlv(0x5f25, digits(from)),
    writeTlv(0x5f24, digits(to)),
  )
  const signature = sign('sha256', body, { key: issuer, dsaEncoding: 'ieee-p1363' })
  return writeTlv(0x7f21, body, writeTlv(0x5f37, signature))
}

/** An authority's own certificate carries the curve; those below inherit it. Only what stands before the point. */
function domain(): Uint8Array[] {
  const group = ecGroup(CURVE)!
  const bytes = Math.ceil(group.bits / 8)
  return [
    writeTlv(0x81, bytesOf(group.prime, bytes)),
    writeTlv(0x84, group.base),
    writeTlv(0x85, bytesOf(group.order, bytes)),
  ]
}

function digits(date: Date): Uint8Array {
  return Uint8Array.from(date.toISOString().slice(2, 10).replace(/-/g, ''), Number)
}

export function pointOf(key: KeyObject): Uint8Array {
  const spki = (key.type === 'private' ? createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })) : key).export({
    type: 'spki',
    format: 'der',
  })
  return readAll(readAll(spki)[0]!.value)[1]!.value.subarray(1)
}
