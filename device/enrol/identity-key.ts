/** The key a box is known by: made once, never copied. In service it lives in the TPM; a software key is for the demo. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { decoder } from '../contract/decode.ts'
import { Fault } from '../contract/faults.ts'
import { PublicKey } from '../contract/nouns.ts'
import { publicKeyOf } from '../link/keys.ts'
import { tpmKey } from './tpm.ts'

export type IdentityKey = {
  is: 'software' | 'tpm'
  publicKey: PublicKey
  /** ES256 over `data`: 64 bytes, r and s. */
  sign(data: Uint8Array): Promise<Uint8Array>
}

/** How to reach this machine's TPM, such as `device:/dev/tpmrm0` or, in tests, `swtpm:path=…` (tpm2-tools, TCTI). */
export type KeyPlace = { is: 'software' } | { is: 'tpm'; tcti: string }

const SOFTWARE = 'box.key'
const TPM = 'key.json'
const InTpm = Type.Object({
  tcti: Type.String(),
  handle: Type.String(),
  pcrs: Type.Optional(Type.String()),
  publicKey: PublicKey,
})
const decodeTpm = decoder(InTpm)

function software(privateKey: KeyObject): IdentityKey {
  const publicKey = publicKeyOf(createPublicKey(privateKey))
  return {
    is: 'software',
    publicKey,
    sign: async (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}

const inTpm = ({ tcti, handle, pcrs, publicKey }: Static<typeof InTpm>): IdentityKey => ({
  is: 'tpm',
  publicKey,
  sign: (data) => tpmKey(tcti).sign(handle, pcrs, data),
})

/** Makes a new key and leaves in `folder` what finds it again. An earlier one of this place is gone then. */
export async function makeIdentityKey(folder: string, place: KeyPlace): Promise<IdentityKey> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of [SOFTWARE, TPM]) rmSync(join(folder, name), { force: true })
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600, flush: true })
  if (place.is === 'software') {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    put(SOFTWARE, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    return software(privateKey)
  }
  const made = await tpmKey(place.tcti).make()
  put(TPM, JSON.stringify({ tcti: place.tcti, ...made }))
  return inTpm({ tcti: place.tcti, ...made })
}

/** The key of an enrolled box. `Fault('config.invalid')` when there is none. */
export function readIdentityKey(folder: string): IdentityKey {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return null
    }
  }
  const tpm = read(TPM)
  if (tpm) return inTpm(decodeTpm(tpm))
  const pem = read(SOFTWARE)
  if (pem) return software(createPrivateKey(pem))
  throw new Fault('config.invalid', `${folder} holds no identity key: enrol the box first`)
}
