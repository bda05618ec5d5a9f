import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import { decoder } from './contract/decode.ts'
import { Fault } from './contract/faults.ts'
import { Id, PublicKey } from './contract/nouns.ts'
import type { BoxIdentity } from './session/ports.ts'

const decodeBox = decoder(Type.Object({ box: Id }))
const decodeKey = decoder(PublicKey)

/** What enrolment left: the box's key and certificate, the hub's CA, the authority's public key. */
export function readIdentity(folder: string): BoxIdentity & { keyPem: string; cert: string; ca: string } {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch (error) {
      throw new Fault('config.invalid', `${join(folder, name)} is missing: enrol the box first`, { cause: error })
    }
  }
  const keyPem = read('box.key')
  return {
    ...decodeBox(read('box.json')),
    key: createPrivateKey(keyPem),
    authority: decodeKey(read('authority.jwk')),
    keyPem,
    cert: read('box.crt'),
    ca: read('hub-ca.crt'),
  }
}
