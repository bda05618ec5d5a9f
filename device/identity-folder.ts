import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import { decoder } from './contract/decode.ts'
import { Fault } from './contract/faults.ts'
import { Id, PublicKey } from './contract/nouns.ts'
import { type IdentityKey, readIdentityKey } from './enrol/identity-key.ts'
import type { BoxIdentity } from './session/ports.ts'

const decodeBox = decoder(Type.Object({ box: Id, hub: Type.String({ pattern: '^wss://' }) }))
const decodeKey = decoder(PublicKey)

export const isEnrolled = (folder: string) => existsSync(join(folder, 'box.json'))

/** What enrolment left: the box's identity key, its hub and the hub's CA, the authority's public key. */
export function readIdentity(folder: string): BoxIdentity & { key: IdentityKey; hub: string; ca: string } {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch (error) {
      throw new Fault('config.invalid', `${join(folder, name)} is missing: enrol the box first`, { cause: error })
    }
  }
  return {
    ...decodeBox(read('box.json')),
    key: readIdentityKey(folder),
    authority: decodeKey(read('authority.jwk')),
    ca: read('hub-ca.crt'),
  }
}

/** Retired: nothing in the folder identifies this machine any more. A key in the TPM is forgotten by its owner. */
export function forgetIdentity(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
