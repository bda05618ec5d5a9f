import type { TransactionId } from './nexo.ts'

/**
 * One transition of one payment, as the ledger keeps it: no name, no card number. `name` is the case (and a number after a
 * dot when it is asked for again). `asked` is written before the terminal hears of it, so that a story without it took
 * nothing.
 *
 *   asked → authorised → bound → settled
 *         ↘ declined    ↘ reversing → reversed
 *         ↘ unclear (a person)
 *   billed → settled (the municipality has it on its list) | declined (what it was for was not done)
 */
export type MoneyEntry = { name: string; at: string } & (
  | { is: 'asked'; amount: number; service: string }
  | { is: 'authorised'; amount: number; transaction: TransactionId; brand: string | null }
  /** Nothing was taken. */
  | { is: 'declined'; why: DeclineReason }
  /** What it pays for (`thing`) is now done for good; `keep` (øre) of it stays, the rest goes back by a rule. */
  | { is: 'bound'; thing: string; keep: number }
  /** Not by card: `amount` is what stays of the fee after the refund rule, for `thing`. Nothing was taken. */
  | { is: 'billed'; amount: number; way: 'invoice' | 'desk' | 'unknown'; errand: string; thing: string }
  /** What was paid for was carried out; of a bill: it was told. */
  | { is: 'settled'; why: string }
  /** `amount` less than the payment's is a refund of a part, by a rule. */
  | { is: 'reversing'; amount: number; service: string; why: string }
  | { is: 'reversed'; amount: number; transaction: TransactionId | null }
  /** Nobody here can know or do more: a person looks at the terminal's own journal. */
  | { is: 'unclear'; why: string }
  /** What that person found out. */
  | { is: 'resolved'; how: 'settled' | 'reversed' | 'nothing-taken'; why: string }
)

export type MoneyStep = MoneyEntry extends infer E ? (E extends MoneyEntry ? Omit<E, 'name' | 'at'> : never) : never

export type DeclineReason =
  | 'refused'
  | 'cancelled'
  | 'aborted'
  | 'busy'
  | 'not-sent'
  | 'not-received'
  | 'not-done'
  | 'failed'

/** What the driver needs of a ledger on disk. `write` is durable when it resolves. */
export type MoneyLedger = {
  write(entry: MoneyEntry): Promise<void>
  story(name: string): readonly MoneyEntry[]
  unfinished(): (readonly MoneyEntry[])[]
}

/** Whether the entry ends its story. An unclear one stays open until a person has resolved it. */
export function endsPayment(entry: MoneyEntry): boolean {
  return ['declined', 'settled', 'reversed', 'resolved'].includes(entry.is)
}

/** Where a payment stands, told from its story; null when nothing was asked. */
export type Standing =
  | { is: 'open' }
  | { is: 'declined'; why: DeclineReason }
  /** Paid, and not yet carried out. */
  | { is: 'paid'; amount: number; transaction: TransactionId; brand: string | null }
  | { is: 'reversing'; amount: number; of: number; transaction: TransactionId; service: string }
  | { is: 'ended'; how: 'settled' | 'reversed' | 'nothing-taken' }
  /** To be told to those who send bills. */
  | { is: 'billed' }
  | { is: 'unclear' }

export function standingOf(story: readonly MoneyEntry[]): Standing | null {
  let now: Standing | null = null
  let paid: Extract<MoneyEntry, { is: 'authorised' }> | undefined
  for (const entry of story) {
    switch (entry.is) {
      case 'asked':
        now = { is: 'open' }
        break
      case 'authorised':
        paid = entry
        now = { is: 'paid', amount: entry.amount, transaction: entry.transaction, brand: entry.brand }
        break
      case 'declined':
        now = { is: 'declined', why: entry.why }
        break
      case 'bound':
        break
      case 'billed':
        now = { is: 'billed' }
        break
      case 'settled':
        now = { is: 'ended', how: 'settled' }
        break
      case 'reversing':
        if (paid) {
          const { amount: of, transaction } = paid
          now = { is: 'reversing', amount: entry.amount, of, transaction, service: entry.service }
        }
        break
      case 'reversed':
        now = { is: 'ended', how: 'reversed' }
        break
      case 'unclear':
        now = { is: 'unclear' }
        break
      case 'resolved':
        now = { is: 'ended', how: entry.how }
        break
    }
  }
  return now
}
