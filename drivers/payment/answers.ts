import { ore, type PaymentResponse, type ReversalResponse, type TransactionId } from './nexo.ts'
import type { DeclineReason } from './record.ts'

/** What a terminal's answer means for the money. */
export type Verdict =
  | { is: 'taken'; amount: number; transaction: TransactionId; brand: string | null }
  | { is: 'not-taken'; why: DeclineReason }
  /** It may have taken something, and does not say what: a person looks. */
  | { is: 'unclear'; why: string }

const whys: Readonly<Record<string, DeclineReason>> = {
  Refusal: 'refused',
  WrongPIN: 'refused',
  InvalidCard: 'refused',
  PaymentRestriction: 'refused',
  UnreachableHost: 'failed',
  Cancel: 'cancelled',
  Aborted: 'aborted',
  Busy: 'busy',
}

/** `asked` in øre: what counts when the terminal does not say how much it took. */
export function paymentVerdict(answer: PaymentResponse, asked: number): Verdict {
  const { Result, ErrorCondition } = answer.Response ?? {}
  const transaction = answer.POIData?.POITransactionID
  if (Result === 'Failure') return { is: 'not-taken', why: whys[ErrorCondition ?? ''] ?? 'failed' }
  if (Result !== 'Success' && Result !== 'Partial') return { is: 'unclear', why: 'an answer without a result' }
  // "Partial" took something: no less than a success it must be undone or kept, never forgotten, nor charged again.
  if (typeof transaction?.TransactionID !== 'string')
    return { is: 'unclear', why: 'taken without a transaction number' }
  const { AmountsResp, PaymentInstrumentData } = answer.PaymentResult ?? {}
  return {
    is: 'taken',
    amount: ore(AmountsResp?.AuthorizedAmount) ?? asked,
    transaction,
    brand: PaymentInstrumentData?.CardData?.PaymentBrand ?? null,
  }
}

/** The reversal's own transaction, or null when it was not done. */
export function reversalDone(answer: ReversalResponse): { transaction: TransactionId | null } | null {
  return answer.Response?.Result === 'Success' ? { transaction: answer.POIData?.POITransactionID ?? null } : null
}
