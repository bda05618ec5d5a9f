/** The chip's half of terminal authentication: checks certificates down from what it trusts, then the terminal's signature. */
import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { Command, Response } from '../../chip/apdu.ts'
import { type CvCertificate, readCvCertificate } from '../../chip/cv-certificate.ts'
import { oidBytes } from '../../chip/oid.ts'
import { readAll, writeTlv } from '../../chip/tlv.ts'

export type TerminalSide = {
  /** The answer, or `undefined` for commands of other protocols. `chip` and `ephemeral` are what the signature must bind. */
  answer(command: Command, chip: Uint8Array, ephemeral: Uint8Array): Response | undefined
  /** What the terminal may read: 0 before it proved itself. */
  rights(): number
}

const refuse = (sw: number): Response => ({ data: new Uint8Array(), sw })
const ok = (data: Uint8Array = new Uint8Array()): Response => ({ data, sw: 0x9000 })

export function terminalSide(anchor: Uint8Array, now = new Date()): TerminalSide {
  const trusted = new Map<string, CvCertificate>()
  const root = readCvCertificate(anchor)
  trusted.set(root.holder, root)
  const today = now.toISOString().slice(0, 10)
  let chosen: CvCertificate | undefined
  let challenge: Uint8Array | undefined
  let rights = 0

  function verified(content: Uint8Array): Response {
    const issuer = chosen
    if (!issuer) return refuse(0x6985)
    const one = readCvCertificate(writeTlv(0x7f21, content))
    const fits = one.authority === issuer.holder && one.to >= today && one.rights < issuer.rights
    if (!fits || !verify('sha256', one.body, signatureKey(issuer), one.signature)) return refuse(0x6300)
    trusted.set(one.holder, one)
    return ok()
  }

  function proven(signature: Uint8Array, chip: Uint8Array, ephemeral: Uint8Array): Response {
    const own = chosen
    const nonce = challenge
    challenge = undefined
    if (!own || !nonce || own.rights >= 0x40) return refuse(0x6985)
    if (!verify('sha256', Buffer.concat([chip, nonce, ephemeral]), signatureKey(own), signature)) return refuse(0x6300)
    rights = own.rights
    return ok()
  }

  return {
    rights: () => rights,
    answer({ ins, p1, p2, data = new Uint8Array() }, chip, ephemeral) {
      if (ins === 0x22 && p1 === 0x81 && (p2 === 0xb6 || p2 === 0xa4)) {
        chosen = trusted.get(Buffer.from(readAll(data)[0]?.value ?? []).toString('latin1'))
        return chosen ? ok() : refuse(0x6a88)
      }
      if (ins === 0x2a && p2 === 0xbe) return verified(data)
      if (ins === 0x84) return ok((challenge = randomBytes(8)))
      if (ins === 0x82) return proven(data, chip, ephemeral)
      return undefined
    },
  }
}

/** The key of a certificate as OpenSSL takes it: its point in a SubjectPublicKeyInfo of the test country's curve. */
function signatureKey({ publicKey }: CvCertificate): { key: KeyObject; dsaEncoding: 'ieee-p1363' } {
  const point = readAll(publicKey).find(({ tag }) => tag === 0x86)!.value
  const algorithm = writeTlv(
    0x30,
    writeTlv(0x06, oidBytes('1.2.840.10045.2.1')),
    writeTlv(0x06, oidBytes('1.3.36.3.3.2.8.1.1.7')),
  )
  const spki = writeTlv(0x30, algorithm, writeTlv(0x03, Uint8Array.of(0), point))
  return { key: createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }), dsaEncoding: 'ieee-p1363' }
}
