/** Fees that were not paid by card at a box: what the municipality's finance sees of them. No name, no number of a person. */
import Type, { type Static } from 'typebox'
import { Errand, Id, Instant, nullable, oneOf } from './nouns.ts'

/**
 * One bill. Whose it is stands in the authority's case with that application. `invoice`: the citizen wants one; `desk`: paid
 * at the counter; `unknown`: the terminal never said whether it took the card, and gives it back if it did. `amount`: øre,
 * what stays of the fee after the refund rule.
 */
const fields = {
  case: Id,
  application: Id,
  errand: Errand,
  amount: Type.Integer({ minimum: 1 }),
  way: oneOf(['invoice', 'desk', 'unknown']),
}
export const Bill = Type.Object(fields)
export type Bill = Static<typeof Bill>

/** How a bill ended: paid, or not to be paid after all. */
export const billEnds = ['paid', 'dropped'] as const

export const ListedBill = Type.Object({
  ...fields,
  place: Type.String(),
  at: Instant,
  ended: nullable(Type.Object({ how: oneOf(billEnds), why: Type.String(), by: Type.String(), at: Instant })),
})
export type ListedBill = Static<typeof ListedBill>

/** `GET /api/bills`: the open ones oldest first, then those that ended last. `total`: øre, of the open ones. */
export const Bills = Type.Object({ open: Type.Array(ListedBill), ended: Type.Array(ListedBill), total: Type.Integer() })
export type Bills = Static<typeof Bills>

/** `POST /api/bills/:case`. `why`: the payment's own reference, or the reason. */
export const BillEnd = Type.Object({ how: oneOf(billEnds), why: Type.String({ minLength: 5, maxLength: 200 }) })
export type BillEnd = Static<typeof BillEnd>
