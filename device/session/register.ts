import Type from 'typebox'
import { decoder } from '../contract/decode.ts'
import { RegisterFacts } from '../contract/desk.ts'
import { isFault } from '../contract/faults.ts'
import type { BoxRequest, Reply } from '../contract/link.ts'
import type { PublicKey } from '../contract/nouns.ts'
import { makeKeyPair } from '../link/keys.ts'
import { openSealedJson, sealFor } from '../link/seal.ts'

const decode = decoder(Type.Object({ facts: RegisterFacts }))

/**
 * Asks the authority's register about a person: sealed to the authority, answered sealed to a key made for this one question.
 * Null when nobody answers, or not sensibly.
 */
export async function lookUp(
  request: (request: BoxRequest) => Promise<Reply>,
  authority: PublicKey,
  who: { personalNumber: string | null; surname: string; dateOfBirth: string },
): Promise<RegisterFacts | null> {
  const { privateKey, publicKey } = makeKeyPair()
  const reply = await request({ is: 'lookup', sealed: await sealFor(authority, { ...who, replyKey: publicKey }) })
  if (reply.is !== 'found') return null
  try {
    return decode(await openSealedJson(privateKey, reply.sealed)).facts
  } catch (error) {
    if (isFault(error, 'message.malformed')) return null
    throw error
  }
}
