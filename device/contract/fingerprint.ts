/** What both screens show at enrolment. Pure: hub and box compute the same; each hashes (SHA-256) what stands here. */
import { canonical } from './canonical.ts'
import type { PairingOffer, PairingRequest, PairingReveal } from './fleet.ts'

/** 30 signs that nobody mixes up: no I, L, O, U, 0 or 1. */
export const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** Twelve signs in three groups from a hash (hex): about 58 bits, each try costs an attacker a technician's visit. */
export function spoken(hash: string): string {
  let value = BigInt(`0x${hash}`)
  const base = BigInt(ALPHABET.length)
  let signs = ''
  for (let i = 0; i < 12; i += 1) {
    signs += ALPHABET[Number(value % base)]
    value /= base
  }
  return signs.replace(/(.{4})(?=.)/g, '$1 ')
}

/** What the box commits to before it has heard anything. */
export const committed = (reveal: PairingReveal) => canonical(reveal)

/** All that either side said: equal on both screens only if nobody stood between them. */
export function transcript(offer: PairingOffer, boxNonce: string, request: PairingRequest): string {
  const { pairing, nonce, ca, authority, hub } = offer
  return canonical({ pairing, nonce, ca, authority, hub, boxNonce, request })
}
