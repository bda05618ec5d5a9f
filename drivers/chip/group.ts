/**
 * A group in which PACE and chip authentication agree on keys: points of an elliptic curve, or numbers modulo a prime. `E`
 * is an element; scalars are bigints below `order`.
 */
export type Group<E> = {
  /** As the report names it: 'brainpoolP256r1', 'DH 2048/256'. */
  name: string
  kind: 'ECDH' | 'DH'
  /** Bits of the underlying field's prime. */
  bits: number
  order: bigint
  base: E
  multiply(element: E, scalar: bigint): E
  add(a: E, b: E): E
  equal(a: E, b: E): boolean
  /** A public key as it crosses the wire. */
  encode(element: E): Uint8Array
  /** Reads and checks a public key; a wrong one is the fault `chip.protocol`. */
  decode(bytes: Uint8Array): E
  /** The shared secret that keys are derived from: the x coordinate, or the number (BSI TR-03111 §4.3, RFC 2631). */
  secret(element: E): Uint8Array
  /** `secret(multiply(element, scalar))`, without the work for what the secret leaves out. */
  agree(element: E, scalar: bigint): Uint8Array
  /** Integrated mapping's element of a pseudo-random number (Doc 9303-11 §4.4.3.3.2); `undefined`: not in this group. */
  mapNumber: ((number: bigint) => E) | undefined
  /** The prime of the field, to reduce that number by. */
  prime: bigint
  /** Tag of a public key in an authentication token (Doc 9303-11 §9.4.4). */
  publicTag: 0x84 | 0x86
}

/** The names for a group whose element type does not matter to the holder. */
// biome-ignore lint/suspicious/noExplicitAny: an element of one group never meets another group; see `runPace`.
export type AnyGroup = Group<any>

export function bigintOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** Big-endian, filled with zeros in front to `length` bytes. */
export function bytesOf(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
}

/** Square and multiply; scalars here are short-lived, so no effort is made to hide their bits from a local observer. */
export function powMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = ((base % modulus) + modulus) % modulus
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** The inverse modulo a prime, by Euclid's algorithm; 0 for 0. */
export function inverse(value: bigint, prime: bigint): bigint {
  let [a, b] = [((value % prime) + prime) % prime, prime]
  let [x, y] = [1n, 0n]
  while (a > 1n && b !== 0n) {
    const quotient = b / a
    ;[a, b] = [b - quotient * a, a]
    ;[x, y] = [y - quotient * x, x]
  }
  return a === 0n ? 0n : ((x % prime) + prime) % prime
}
