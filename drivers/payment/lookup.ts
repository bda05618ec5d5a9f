import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from './client.ts'
import type { PaymentResponse, ReversalResponse } from './nexo.ts'
import { NoAnswer } from './transport.ts'

/** Between two questions after a lost answer (ms). */
const PAUSE_MS = 700
/**
 * A request may still lie in the network while the terminal says that it never saw it: it must say so this often, with the
 * pause in between, after its connection was closed.
 */
const TIMES_NOT_FOUND = 3

export type Found =
  | { is: 'payment'; response: PaymentResponse }
  | { is: 'reversal'; response: ReversalResponse }
  /** The terminal never got the request. */
  | { is: 'never' }
  /** It answers, and will not tell. */
  | { is: 'secret'; why: string }
  /** It does not answer, or is not through with it. */
  | { is: 'not-yet' }

/**
 * What became of a request whose answer was lost: TransactionStatus until the terminal knows. `untilMs` bounds the wait;
 * an aborted signal ends it after one more question.
 */
export async function lookUp(
  client: Client,
  category: 'Payment' | 'Reversal',
  service: string,
  untilMs: number,
  signal: AbortSignal,
): Promise<Found> {
  const reference = client.reference(category, service)
  const end = performance.now() + untilMs
  let never = 0
  for (;;) {
    const last = signal.aborted || performance.now() > end
    try {
      const { TransactionStatusResponse: answer } = await client.ask('TransactionStatus', {
        TransactionStatusRequest: { MessageReference: reference },
      })
      const body = answer?.RepeatedMessageResponse?.RepeatedResponseMessageBody
      const about = answer?.RepeatedMessageResponse?.MessageHeader?.ServiceID
      const condition = answer?.Response?.ErrorCondition
      if (answer?.Response?.Result === 'Success' && about === service && body?.PaymentResponse)
        return { is: 'payment', response: body.PaymentResponse }
      if (answer?.Response?.Result === 'Success' && about === service && body?.ReversalResponse)
        return { is: 'reversal', response: body.ReversalResponse }
      if (condition === 'NotFound') {
        never += 1
        if (never >= TIMES_NOT_FOUND) return { is: 'never' }
      } else if (condition !== 'InProgress' && condition !== 'Busy') {
        return { is: 'secret', why: condition ?? 'an answer without a result' }
      } else never = 0
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
    }
    if (last && never === 0) return { is: 'not-yet' }
    await sleep(PAUSE_MS)
  }
}
