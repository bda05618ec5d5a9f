import { isFault } from '../../device/contract/faults.ts'
import { paymentVerdict, reversalDone } from './answers.ts'
import { type Client, newService } from './client.ts'
import { lookUp } from './lookup.ts'
import { kroner, type PaymentResponse, type TransactionId } from './nexo.ts'
import { type DeclineReason, type MoneyLedger, type MoneyStep, standingOf } from './record.ts'
import { NoAnswer } from './transport.ts'

/** Finding the card, a PIN, a second try, a slow bank: terminals give up by themselves before this (ms). */
const PAYMENT_MS = 180_000
/** How long a lost answer is looked for while the citizen waits; after that it is looked for when nobody does (ms). */
const LOOK_UP_MS = 40_000
/** A reversal asks the bank, not a person (ms). */
const REVERSAL_MS = 30_000

export type PayOrder = {
  /** Unique for ever, such as the case id: under one name nothing is charged twice. Nothing personal. */
  name: string
  /** In øre. */
  amount: number
}

export type PayOutcome =
  | { is: 'paid'; amount: number; transaction: TransactionId; brand: string | null }
  | { is: 'declined'; why: DeclineReason }
  /** The terminal does not say yet what became of it. The story stays open and must be recovered before anything else. */
  | { is: 'unknown' }
  /** A person has to look. */
  | { is: 'unclear' }
  /** It was paid, and has ended one way or the other. */
  | { is: 'ended'; how: 'settled' | 'reversed' | 'nothing-taken' }

export type PayRun = {
  client: Client
  ledger: MoneyLedger
  /** Aborting asks the terminal to stop; what it answers then still counts. */
  signal: AbortSignal
  onProgress?: ((progress: 'terminal' | 'checking') => void) | undefined
}

const writer = (ledger: MoneyLedger, name: string) => (step: MoneyStep) =>
  ledger.write({ ...step, name, at: new Date().toISOString() } as Parameters<MoneyLedger['write']>[0])

/** Charges once. A name that was begun before is looked up, never charged again. Throws `payment.refused` for a wrong key. */
export async function pay(run: PayRun, order: PayOrder): Promise<PayOutcome> {
  const { client, ledger, signal, onProgress } = run
  const { name, amount } = order
  if (ledger.story(name).length > 0) return recover(run, name)
  if (signal.aborted) return { is: 'declined', why: 'aborted' }
  const service = newService()
  const write = writer(ledger, name)
  await write({ is: 'asked', amount, service })
  const abort = () => void stopTerminal(client, service)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    onProgress?.('terminal')
    const answer = await client.ask(
      'Payment',
      {
        PaymentRequest: {
          SaleData: { SaleTransactionID: { TransactionID: name, TimeStamp: new Date().toISOString() } },
          PaymentTransaction: { AmountsReq: { Currency: 'DKK', RequestedAmount: kroner(amount) } },
        },
      },
      { service, limitMs: PAYMENT_MS },
    )
    if (!answer.PaymentResponse) throw new NoAnswer(true)
    return await take(run, name, answer.PaymentResponse, amount)
  } catch (error) {
    if (error instanceof NoAnswer && !error.sent) {
      await write({ is: 'declined', why: 'not-sent' })
      return { is: 'declined', why: 'not-sent' }
    }
    // An answer with a wrong seal may hide a payment as well as a lost one.
    if (!(error instanceof NoAnswer) && !isFault(error, 'payment.refused')) throw error
    onProgress?.('checking')
    await stopTerminal(client, service)
    return await recover(run, name)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/**
 * Brings a begun story to where it is known: a lost payment is looked up, an interrupted reversal done. Writes what it
 * finds. Repeating it is harmless.
 */
export async function recover(run: PayRun, name: string): Promise<PayOutcome> {
  const { client, ledger, signal } = run
  const story = ledger.story(name)
  const standing = standingOf(story)
  if (!standing) throw new Error('nothing was asked under this name')
  if (standing.is === 'reversing') {
    return finishReversal(run, name, { ...standing, why: 'again' })
  }
  if (standing.is === 'billed') throw new Error('a bill is not the terminal’s business')
  if (standing.is !== 'open') return standing
  const asked = story.findLast((entry) => entry.is === 'asked')!
  const write = writer(ledger, name)
  const found = await lookUp(client, 'Payment', asked.service, LOOK_UP_MS, signal)
  switch (found.is) {
    case 'payment':
      return take(run, name, found.response, asked.amount)
    case 'never':
      await write({ is: 'declined', why: 'not-received' })
      return { is: 'declined', why: 'not-received' }
    case 'not-yet':
      return { is: 'unknown' }
    case 'reversal':
    case 'secret':
      await write({ is: 'unclear', why: found.is === 'secret' ? found.why : 'another transaction' })
      return { is: 'unclear' }
  }
}

/** Gives back `amount` (øre; all of it if left out). Only what is paid and not yet ended can be given back. */
export async function reverse(run: PayRun, name: string, why: string, amount?: number): Promise<PayOutcome> {
  const standing = standingOf(run.ledger.story(name))
  if (standing?.is === 'reversing' || standing?.is === 'open') return recover(run, name)
  if (standing?.is === 'billed') throw new Error('a bill is not the terminal’s business')
  if (standing?.is !== 'paid') return standing ?? { is: 'declined', why: 'not-sent' }
  const { amount: of, transaction } = standing
  return finishReversal(run, name, { amount: amount ?? of, of, transaction, service: null, why })
}

async function take(run: PayRun, name: string, response: PaymentResponse, asked: number): Promise<PayOutcome> {
  const write = writer(run.ledger, name)
  const verdict = paymentVerdict(response, asked)
  if (verdict.is === 'not-taken') {
    await write({ is: 'declined', why: verdict.why })
    return { is: 'declined', why: verdict.why }
  }
  if (verdict.is === 'unclear') {
    await write({ is: 'unclear', why: verdict.why })
    return { is: 'unclear' }
  }
  const { amount, transaction, brand } = verdict
  await write({ is: 'authorised', amount, transaction, brand })
  if (amount === asked) return { is: 'paid', amount, transaction, brand }
  // A terminal that took another amount than it was told to: nobody agreed to that.
  return reverse(run, name, 'another amount than asked')
}

/** `of`: what was paid; `amount` of it is given back. `service`: of a try whose answer was lost. */
type Order = { amount: number; of: number; transaction: TransactionId; service: string | null; why: string }

async function finishReversal(run: PayRun, name: string, order: Order): Promise<PayOutcome> {
  const { client, ledger, signal } = run
  const write = writer(ledger, name)
  const done = async (transaction: TransactionId | null): Promise<PayOutcome> => {
    await write({ is: 'reversed', amount: order.amount, transaction })
    return { is: 'ended', how: 'reversed' }
  }
  const unclear = async (why: string): Promise<PayOutcome> => {
    await write({ is: 'unclear', why })
    return { is: 'unclear' }
  }
  if (order.service) {
    const found = await lookUp(client, 'Reversal', order.service, REVERSAL_MS, signal)
    if (found.is === 'not-yet') return { is: 'unknown' }
    if (found.is === 'secret' || found.is === 'payment') return unclear('the terminal does not tell of the reversal')
    if (found.is === 'reversal') {
      const reversal = reversalDone(found.response)
      return reversal ? done(reversal.transaction) : unclear('the terminal refused the reversal')
    }
  }
  const service = newService()
  await write({ is: 'reversing', amount: order.amount, service, why: order.why })
  try {
    const { ReversalResponse: answer } = await client.ask(
      'Reversal',
      {
        ReversalRequest: {
          OriginalPOITransaction: { POITransactionID: order.transaction },
          ReversalReason: 'MerchantCancel',
          ...(order.amount < order.of ? { ReversedAmount: kroner(order.amount) } : {}),
          SaleData: { SaleTransactionID: { TransactionID: name, TimeStamp: new Date().toISOString() } },
        },
      },
      { service, limitMs: REVERSAL_MS },
    )
    const reversal = answer && reversalDone(answer)
    if (reversal) return done(reversal.transaction)
    return unclear(`the terminal refused the reversal: ${answer?.Response?.ErrorCondition ?? 'no reason'}`)
  } catch (error) {
    if (!(error instanceof NoAnswer) && !isFault(error, 'payment.refused')) throw error
    if (error instanceof NoAnswer && !error.sent) return { is: 'unknown' }
    return finishReversal(run, name, { ...order, service })
  }
}

async function stopTerminal(client: Client, service: string): Promise<void> {
  const reference = client.reference('Payment', service)
  await client
    .ask('Abort', { AbortRequest: { AbortReason: 'MerchantAbort', MessageReference: reference } })
    .catch(() => {})
}
