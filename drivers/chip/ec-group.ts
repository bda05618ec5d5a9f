/**
 * Elliptic curve groups in which any point can be multiplied, as PACE's mapping needs. The products are OpenSSL's: what it
 * gives are only their x coordinates, and the next product tells which of the two y is meant. That is five to ten times as
 * quick as arithmetic in JavaScript, and does not tell the scalar by its time.
 */
import { createECDH, ECDH, generateKeyPairSync } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'
import { bigintOf, bytesOf, type Group, inverse, powMod } from './group.ts'
import { oidText } from './oid.ts'
import { child, readAll, readTlv } from './tlv.ts'

/** A point as it crosses the wire: 04, x and y, each of the prime's length. The point at infinity is none. */
export type CurvePoint = Uint8Array

export type CurveParameters = { p: bigint; a: bigint; b: bigint; n: bigint; h: bigint; Gx: bigint; Gy: bigint }

/** OpenSSL's names by Doc 9303-11's ids of standardised domain parameters (§9.5.1), with the names the report uses. */
export const standardCurves: Record<number, { openssl: string; name: string; oid: string }> = {
  8: { openssl: 'prime192v1', name: 'secp192r1', oid: '1.2.840.10045.3.1.1' },
  9: { openssl: 'brainpoolP192r1', name: 'brainpoolP192r1', oid: '1.3.36.3.3.2.8.1.1.3' },
  10: { openssl: 'secp224r1', name: 'secp224r1', oid: '1.3.132.0.33' },
  11: { openssl: 'brainpoolP224r1', name: 'brainpoolP224r1', oid: '1.3.36.3.3.2.8.1.1.5' },
  12: { openssl: 'prime256v1', name: 'secp256r1', oid: '1.2.840.10045.3.1.7' },
  13: { openssl: 'brainpoolP256r1', name: 'brainpoolP256r1', oid: '1.3.36.3.3.2.8.1.1.7' },
  14: { openssl: 'brainpoolP320r1', name: 'brainpoolP320r1', oid: '1.3.36.3.3.2.8.1.1.9' },
  15: { openssl: 'secp384r1', name: 'secp384r1', oid: '1.3.132.0.34' },
  16: { openssl: 'brainpoolP384r1', name: 'brainpoolP384r1', oid: '1.3.36.3.3.2.8.1.1.11' },
  17: { openssl: 'brainpoolP512r1', name: 'brainpoolP512r1', oid: '1.3.36.3.3.2.8.1.1.13' },
  18: { openssl: 'secp521r1', name: 'secp521r1', oid: '1.3.132.0.35' },
}

const groups = new Map<number, Group<CurvePoint>>()

/** The curve of that id, or `undefined`. Made at first use. */
export function ecGroup(id: number): Group<CurvePoint> | undefined {
  const made = groups.get(id)
  if (made) return made
  const curve = standardCurves[id]
  if (!curve) return undefined
  const group = groupOf(curve.name, curve.openssl)
  groups.set(id, group)
  return group
}

/**
 * The standard curve with an EC public key's parameters (the content of its AlgorithmIdentifier behind the OID), named or
 * explicit. Others are refused: arithmetic on numbers that a chip chose could take for ever, or be weak.
 */
export function ecGroupOf(parameters: Uint8Array): Group<CurvePoint> | undefined {
  const tlv = readTlv(parameters)
  const ids = Object.keys(standardCurves).map(Number)
  if (tlv.tag === 0x06) {
    const oid = oidText(tlv.value)
    const id = ids.find((one) => standardCurves[one]?.oid === oid)
    return id === undefined ? undefined : ecGroup(id)
  }
  if (tlv.tag !== 0x30) return undefined
  const found = parseExplicit(tlv.value)
  const id = ids.find((one) => {
    const own = curveParameters(standardCurves[one]!.openssl)
    return own.p === found.p && own.a === found.a && own.b === found.b && own.n === found.n && own.Gx === found.Gx
  })
  return id === undefined ? undefined : ecGroup(id)
}

const parameters = new Map<string, CurveParameters>()

/** A curve's numbers, taken from OpenSSL: it writes them out in a key with explicit parameters. */
function curveParameters(openssl: string): CurveParameters {
  const known = parameters.get(openssl)
  if (known) return known
  const { publicKey } = generateKeyPairSync('ec', {
    namedCurve: openssl,
    paramEncoding: 'explicit',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  const algorithm = child(child(publicKey, 0x30), 0x30)
  const made = parseExplicit(child(algorithm, 0x30))
  parameters.set(openssl, made)
  return made
}

/** SpecifiedECDomain of a prime field (X9.62, RFC 3279 §2.3.5): version, field, curve, base point, order, cofactor. */
function parseExplicit(content: Uint8Array): CurveParameters {
  const [, field, curve, base, order, cofactor] = readAll(content)
  if (field?.tag !== 0x30 || curve?.tag !== 0x30 || base?.tag !== 0x04 || order?.tag !== 0x02)
    throw new Fault('chip.malformed', 'EC parameters')
  const [a, b] = readAll(curve.value)
  const point = base.value
  const half = (point.length - 1) / 2
  return {
    p: bigintOf(child(field.value, 0x02)),
    a: bigintOf(a?.value ?? new Uint8Array()),
    b: bigintOf(b?.value ?? new Uint8Array()),
    n: bigintOf(order.value),
    h: cofactor ? bigintOf(cofactor.value) : 1n,
    Gx: bigintOf(point.subarray(1, 1 + half)),
    Gy: bigintOf(point.subarray(1 + half)),
  }
}

function groupOf(name: string, openssl: string): Group<CurvePoint> {
  const curve = curveParameters(openssl)
  const { p, n } = curve
  const bits = p.toString(2).length
  const bytes = Math.ceil(bits / 8)
  const orderBytes = Math.ceil(n.toString(16).length / 2)
  const pointOf = ({ x, y }: Affine) => Buffer.concat([Uint8Array.of(4), bytesOf(x, bytes), bytesOf(y, bytes)])
  const affineOf = (point: CurvePoint): Affine => ({
    x: bigintOf(point.subarray(1, 1 + bytes)),
    y: bigintOf(point.subarray(1 + bytes)),
  })
  const base = pointOf({ x: curve.Gx, y: curve.Gy })
  const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b)
  const add = (a: CurvePoint, b: CurvePoint) => pointOf(sum(curve, affineOf(a), affineOf(b)))

  /** OpenSSL holds the scalar, and has multiplied the base point with it. */
  function holding(scalar: bigint) {
    if (scalar <= 0n || scalar >= n) throw new Fault('chip.protocol', 'point at infinity')
    const pair = createECDH(openssl)
    pair.setPrivateKey(Buffer.from(bytesOf(scalar, orderBytes)))
    return pair
  }

  function multiply(point: CurvePoint, scalar: bigint): CurvePoint {
    const pair = holding(scalar)
    if (same(point, base)) return pair.getPublicKey()
    if (scalar === 1n) return point
    if (scalar === n - 1n) return negative(point)
    const x = pair.computeSecret(point)
    const either = ECDH.convertKey(Buffer.concat([Uint8Array.of(2), x]), openssl, undefined, undefined, 'uncompressed')
    const candidate = Buffer.from(either as Buffer)
    const nextX = holding(scalar + 1n).computeSecret(point)
    return same(add(candidate, point).subarray(1, 1 + bytes), nextX) ? candidate : negative(candidate)
  }

  function negative(point: CurvePoint): CurvePoint {
    const { x, y } = affineOf(point)
    return pointOf({ x, y: p - y })
  }

  return {
    name,
    kind: 'ECDH',
    bits,
    order: n,
    prime: p,
    base,
    publicTag: 0x86,
    multiply,
    add,
    equal: same,
    encode: (point) => Buffer.from(point),
    decode(encoded) {
      if (encoded.length !== 1 + 2 * bytes || encoded[0] !== 0x04) throw new Fault('chip.protocol', 'no point')
      const { x, y } = affineOf(encoded)
      if (x >= p || y >= p || (y * y - (x * x * x + curve.a * x + curve.b)) % p !== 0n)
        throw new Fault('chip.protocol', 'point not on the curve')
      return Buffer.from(encoded)
    },
    secret: (point) => point.subarray(1, 1 + bytes),
    agree: (point, scalar) => holding(scalar).computeSecret(point),
    mapNumber: p % 4n === 3n ? (t) => pointOf(encodeToCurve(curve, t)) : undefined,
  }
}

type Affine = { x: bigint; y: bigint }

function sum({ p, a }: CurveParameters, one: Affine, two: Affine): Affine {
  const mod = (value: bigint) => ((value % p) + p) % p
  const double = one.x === two.x
  if (double && one.y !== two.y) throw new Fault('chip.protocol', 'point at infinity')
  const slope = double
    ? mod((3n * one.x * one.x + a) * inverse(2n * one.y, p))
    : mod((two.y - one.y) * inverse(two.x - one.x, p))
  const x = mod(slope * slope - one.x - two.x)
  return { x, y: mod(slope * (one.x - x) - one.y) }
}

/** Point encoding of Doc 9303-11 Appendix B.2 (affine), for primes that leave 3 modulo 4. */
function encodeToCurve({ p, a, b }: CurveParameters, t: bigint): { x: bigint; y: bigint } {
  const mod = (value: bigint) => ((value % p) + p) % p
  const alpha = mod(-t * t)
  const x2 = mod(-b * inverse(a, p) * (1n + inverse(alpha + alpha * alpha, p)))
  const x3 = mod(alpha * x2)
  const h2 = mod(x2 ** 3n + a * x2 + b)
  const root = powMod(h2, p - 1n - (p + 1n) / 4n, p)
  if (mod(root * root * h2) === 1n) return { x: x2, y: mod(root * h2) }
  return { x: x3, y: mod(root * mod(t ** 3n * h2)) }
}
