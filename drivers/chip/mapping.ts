/** PACE's mapping of the nonce to a fresh generator (Doc 9303-11 §4.4.3.3). */
import type { AnyGroup, Group } from './group.ts'
import { bigintOf } from './group.ts'
import type { Suite } from './suite.ts'

/** Generic mapping: nonce × generator + the secret element H of the first agreement. */
export function genericMapping<E>(group: Group<E>, nonce: Uint8Array, shared: E): E {
  return group.add(group.multiply(group.base, bigintOf(nonce) % group.order), shared)
}

/** Constants of §4.4.3.3.2 for 128-bit and for longer keys. */
const c0 = {
  16: Buffer.from('a668892a7c41e3ca739f40b057d85904', 'hex'),
  32: Buffer.from('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676', 'hex'),
}
const c1 = {
  16: Buffer.from('a4e136ac725f738b01c1f60217c188ad', 'hex'),
  32: Buffer.from('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517', 'hex'),
}
/** So many bits more than the prime has are drawn, that their remainder is as good as uniform. */
const EXCESS_BITS = 64

/** Bytes of PACE's nonce under integrated mapping: those of a cipher key, but 32 for AES-192. */
export function integratedNonceBytes(suite: Suite): 16 | 32 {
  return suite.keyBytes === 16 ? 16 : 32
}

/** Integrated mapping: a pseudo-random number of both nonces, put into the group. `undefined` where it cannot be. */
export function integratedMapping(group: AnyGroup, suite: Suite, nonce: Uint8Array, terminal: Uint8Array) {
  const length = integratedNonceBytes(suite)
  const blocks = Math.ceil((group.bits + EXCESS_BITS) / (length * 8))
  let key = suite.encrypt(terminal, nonce)
  const drawn: Uint8Array[] = []
  for (let i = 0; i < blocks; i++) {
    const cut = key.subarray(0, suite.keyBytes)
    drawn.push(suite.encrypt(cut, c1[length]))
    key = suite.encrypt(cut, c0[length])
  }
  return group.mapNumber?.(bigintOf(Buffer.concat(drawn)) % group.prime)
}
