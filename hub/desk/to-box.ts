import type { LedgerVerdict, Reply } from '../../device/contract/link.ts'
import type { Hub } from '../context.ts'

/** To the box that a desk has claimed, here or on another hub process. */
export async function sendToBox(
  hub: Hub,
  to: { box: string; boxHub: string },
  claim: string,
  sealed: string,
): Promise<Reply> {
  const message = { is: 'to-box', box: to.box, claim, sealed } as const
  return to.boxHub === hub.bus.id ? boxTakes(hub, message) : hub.bus.request(to.boxHub, message)
}

/** Tells a box of this process what a person found out about one of its stories. */
export async function boxResolves(hub: Hub, message: { box: string; verdict: LedgerVerdict }): Promise<Reply> {
  const end = hub.boxes.get(message.box)
  if (!end?.ready) return { is: 'later', why: 'The box is not connected now: try again when it is.' }
  return end.request({ is: 'resolve', verdict: message.verdict })
}

/** Asks a box of this process for its log. */
export async function boxTellsLog(hub: Hub, message: { box: string }): Promise<Reply> {
  const end = hub.boxes.get(message.box)
  if (!end?.ready) return { is: 'later', why: 'The box is not connected now: try again when it is.' }
  return end.request({ is: 'tell-log' })
}

/** Hands a desk's message to a box of this process. */
export async function boxTakes(hub: Hub, message: { box: string; claim: string; sealed: string }): Promise<Reply> {
  const end = hub.boxes.get(message.box)
  if (!end?.ready) return { is: 'no-claim' }
  return end.request({ is: 'to-box', claim: message.claim, sealed: message.sealed })
}
