import Type from 'typebox'
import { decoder } from '../../device/contract/decode.ts'
import { type Reply, Sealed } from '../../device/contract/link.ts'

/** A caseworker and a citizen wait for it (ms). */
const LOOKUP_MS = 8_000
/** A few facts, sealed (bytes). */
const ANSWER_BYTES = 50_000

const decode = decoder(Type.Object({ sealed: Sealed }))

/** Hands a sealed question to the authority's register and its sealed answer back; the hub can read neither. */
export async function askRegister(authority: string, sealed: string, stop: AbortSignal): Promise<Reply> {
  try {
    const response = await fetch(`${authority.replace(/\/$/, '')}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sealed }),
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(LOOKUP_MS)]),
    })
    const text = await response.text()
    if (response.status !== 200 || text.length > ANSWER_BYTES)
      return { is: 'later', why: `the register answered ${response.status}` }
    return { is: 'found', sealed: decode(text).sealed }
  } catch {
    return { is: 'later', why: 'the register does not answer' }
  }
}
