/** Enrolment with one program on both sides: it stands for the technician who reads both screens. */
import Type from 'typebox'
import type { SignIn } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import { Fault } from '../../device/contract/faults.ts'
import { PairingView } from '../../device/contract/fleet.ts'
import { Id, type PublicKey } from '../../device/contract/nouns.ts'
import type { Proposal } from '../../device/contract/proposal.ts'
import { type KeyPlace, readIdentityKey } from '../../device/enrol/identity-key.ts'
import { beginPairing } from '../../device/enrol/pairing.ts'
import { callHub, signIn } from '../hub-client.ts'

const decodeView = decoder(PairingView)
const decodeAccepted = decoder(Type.Object({ box: Id }))

export type EnrolOptions = {
  /** The hub's web port. */
  web: string
  technician: SignIn
  name: string
  place: string
  /** Gets the key (or where it lies in the TPM), hub-ca.crt, box.json and authority.jwk. */
  folder: string
  key?: KeyPlace
  /** This machine takes that box's place. */
  replaces?: string
  /** What was found plugged in here, for the configuration. */
  around?: { found: string[]; proposal?: Proposal }
}

/**
 * Enrols this machine: its identity key is made here and never leaves; both sides' fingerprints are compared before either
 * keeps anything. Returns the box's id and its public key. `Fault('hub.refused')` names what stood against it.
 */
export async function enrol(options: EnrolOptions): Promise<{ box: string; publicKey: PublicKey }> {
  const { web, name, place, folder, key = { is: 'software' }, replaces, around = { found: [] } } = options
  const cookie = await signIn(web, options.technician)
  const pairing = await beginPairing({ web, folder, key, software: 'boks', ...around })
  const seen = decodeView(await callHub(web, cookie, 'GET', `/api/pairings/by-code/${pairing.code}`))
  if (seen.fingerprint !== pairing.fingerprint) {
    await callHub(web, cookie, 'POST', `/api/pairings/${seen.pairing}/refuse`, {})
    throw new Fault('hub.refused', 'the fingerprints differ: somebody stands between this machine and the hub')
  }
  if (seen.refusal) throw new Fault('hub.refused', `the hub does not take this key: ${seen.refusal}`)
  const accepted = { fingerprint: seen.fingerprint, name, place, ...(replaces ? { replaces } : {}) }
  const { box } = decodeAccepted(await callHub(web, cookie, 'POST', `/api/pairings/${seen.pairing}/accept`, accepted))
  pairing.keep(box)
  return { box, publicKey: readIdentityKey(folder).publicKey }
}
