/** Every signature scheme a state may use (Doc 9303-12 §4), signed by OpenSSL. */
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type SignatureNames, signatureAlgorithm, verifySignature } from '../../../device/identity/algorithms.ts'
import { explicit, integer, oid, sequence } from '../../../drivers/virtual/country/der.ts'

const test = suite('signature algorithms')

const data = Buffer.from('signed attributes')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const sha256 = '2.16.840.1.101.3.4.2.1'

function signer(algorithm: string, parameters?: Uint8Array, digest = sha256): SignatureNames {
  return { digest, algorithm, parameters }
}

function accepts(from: SignatureNames, key: KeyObject, signature: Buffer) {
  const algorithm = signatureAlgorithm(from)
  if (!algorithm) throw new Error('unknown algorithm')
  const broken = Buffer.from(signature)
  broken[broken.length - 1]! ^= 1
  assert.ok(verifySignature(algorithm, key, data, signature))
  assert.not(verifySignature(algorithm, key, data, broken))
  assert.not(verifySignature(algorithm, key, Buffer.from('other'), signature))
}

test('ECDSA on the curves in use, both signature formats', () => {
  for (const namedCurve of ['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1']) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    accepts(signer('1.2.840.10045.4.3.3'), publicKey, sign('sha384', data, privateKey))
    accepts(signer('1.2.840.10045.4.3.4'), publicKey, sign('sha512', data, privateKey))
    accepts(signer('1.2.840.10045.4.1'), publicKey, sign('sha1', data, privateKey))
    const plain = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    accepts(signer('0.4.0.127.0.7.1.1.4.1.3'), publicKey, plain)
  }
})

test('RSA PKCS#1, named with and without its digest', () => {
  accepts(signer('1.2.840.113549.1.1.11'), rsa.publicKey, sign('sha256', data, rsa.privateKey))
  accepts(signer('1.2.840.113549.1.1.1'), rsa.publicKey, sign('sha256', data, rsa.privateKey))
  accepts(signer('1.2.840.113549.1.1.5'), rsa.publicKey, sign('sha1', data, rsa.privateKey))
})

const pss = (digest: string, salt: number, maskDigest = digest) =>
  sequence(
    explicit(0, sequence(oid(digest))),
    explicit(1, sequence(oid('1.2.840.113549.1.1.8'), sequence(oid(maskDigest)))),
    explicit(2, integer(salt)),
  )

test('RSA-PSS with its parameters', () => {
  const key = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }
  const named = (parameters?: Uint8Array) => signer('1.2.840.113549.1.1.10', parameters)
  accepts(named(pss(sha256, 32)), rsa.publicKey, sign('sha256', data, { ...key, saltLength: 32 }))
  accepts(named(sequence()), rsa.publicKey, sign('sha1', data, { ...key, saltLength: 20 }))
  assert.is(signatureAlgorithm(named(pss(sha256, 32, '1.3.14.3.2.26'))), undefined)
})

test('a key of another kind than the algorithm, and an algorithm nobody knows', () => {
  const algorithm = signatureAlgorithm(signer('1.2.840.10045.4.3.2'))
  assert.not(verifySignature(algorithm!, rsa.publicKey, data, sign('sha256', data, rsa.privateKey)))
  assert.is(signatureAlgorithm(signer('1.2.3.4')), undefined)
  // OpenSSL throws at these, and a home-made chip must not end the process.
  for (const key of [generateKeyPairSync('ed25519'), generateKeyPairSync('x25519')])
    assert.not(verifySignature(algorithm!, key.publicKey, data, Buffer.alloc(64)))
  const pssKey = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  const pkcs1 = signatureAlgorithm(signer('1.2.840.113549.1.1.11'))
  assert.not(verifySignature(pkcs1!, pssKey.publicKey, data, Buffer.alloc(256)))
})

test.run()
