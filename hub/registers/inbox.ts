import Type from 'typebox'
import type { InboxPost } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { Reply } from '../../device/contract/link.ts'

/** The authority checks signatures and writes to disk before it answers; a box waits behind this (ms). */
export const DELIVER_MS = 15_000
/** A compact JWS and its frame; more is not an acknowledgement (bytes). */
const ANSWER_BYTES = 20_000

const decode = decoder(Type.Object({ acknowledgement: Type.String({ maxLength: 10_000 }) }))

/**
 * Hands a sealed application to the authority's inbox and its signed acknowledgement back. The hub cannot read it and
 * keeps nothing. `later`: nobody answers, or not sensibly; `refused`: the authority will not take it as it is.
 */
export async function deliver(authority: string, post: InboxPost, stop: AbortSignal): Promise<Reply> {
  let response: Response
  let text: string
  try {
    response = await fetch(`${authority.replace(/\/$/, '')}/applications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ applicationId: post.applicationId, sealed: post.sealed }),
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(DELIVER_MS)]),
    })
    text = await response.text()
  } catch {
    return { is: 'later', why: 'the authority does not answer' }
  }
  const { status } = response
  if (status === 200) {
    try {
      if (text.length > ANSWER_BYTES) throw new Error('too long')
      return { is: 'delivered', acknowledgement: decode(text).acknowledgement }
    } catch {
      return { is: 'later', why: 'the authority’s answer is not an acknowledgement' }
    }
  }
  // 408 and 429 say "not now"; every other 4xx is about the application itself.
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { is: 'refused', why: `the authority answered ${status}` }
  }
  return { is: 'later', why: `the authority answered ${status}` }
}
