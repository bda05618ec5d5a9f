import type { PayOutcome } from '../../drivers/payment/pay.ts'
import { type MoneyEntry, type MoneyStep, standingOf } from '../../drivers/payment/record.ts'
import type { PaymentTerminal } from '../../drivers/payment/terminal.ts'
import type { Bill } from '../contract/bill.ts'
import type { Errand } from '../contract/nouns.ts'
import { oneAtATime } from '../durable.ts'
import type { Ledger } from '../ledger.ts'
import type { Log } from '../log.ts'
import { applicationOf } from './things.ts'

/** What became of the thing that a payment was bound to, as other ledgers of the box tell it. */
export type Fate = 'done' | 'not-done' | 'nobody-knows'

export type CashierOptions = {
  /** Null where the box has no terminal. */
  terminal: PaymentTerminal | null
  ledger: Ledger<MoneyEntry>
  /** Asked for what a crash left bound. */
  fateOf(thing: string): Fate
  /** Durable when it resolves; a bill that is told again is the same bill. */
  tellBill(bill: Bill): Promise<unknown>
  log: Log
}

/** A payment by card of one case, as its receipt tells it. */
export type CardPayment = { amount: number; reference: string; brand: string | null }

/**
 * The money of one box. Every case is charged once: a second call finds the first in the ledger. A payment that ended as
 * declined is asked for anew under the next name (`<case>.2`), so that the terminal's journal tells the tries apart.
 */
export function createCashier({ terminal, ledger, fateOf, tellBill, log }: CashierOptions) {
  const forever = new AbortController().signal
  /** Cases whose visit is going on: their open stories are the visit's business. */
  const visiting = new Set<string>()
  /** A visit's end and a sweep may meet over one story. */
  const inTurn = oneAtATime()

  const namesOf = (id: string): string[] => {
    const names: string[] = []
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? id : `${id}.${n}`
      if (ledger.story(name).length === 0) return names
      names.push(name)
    }
  }
  /** The one story of a case that has, or may have, money in it. */
  const live = (id: string): string | null =>
    namesOf(id).findLast((name) => {
      const is = standingOf(ledger.story(name))?.is
      return is !== undefined && is !== 'declined' && is !== 'ended' && is !== 'billed'
    }) ?? null
  const caseOf = (name: string) => name.split('.')[0]!
  const write = (name: string, step: MoneyStep) =>
    ledger.write({ ...step, name, at: new Date().toISOString() } as MoneyEntry)

  async function giveBack(name: string, why: string, amount?: number): Promise<PayOutcome['is']> {
    if (!terminal) return 'unknown'
    const outcome = await terminal.reverse(name, why, { ledger, signal: forever }, amount)
    log.info({ payment: name, is: outcome.is, why }, 'payment given back')
    return outcome.is
  }

  /** Puts a bill on the municipality's list. */
  async function bill(name: string): Promise<void> {
    const entry = ledger.story(name).findLast((one) => one.is === 'billed')
    if (entry?.is !== 'billed') return
    const { amount, way, errand, thing } = entry
    await tellBill({ case: caseOf(name), amount, way, errand: errand as Errand, application: applicationOf(thing) })
    await write(name, { is: 'settled', why: 'told' })
    log.info({ payment: name, amount, way }, 'a bill')
  }
  const billed = (id: string) => namesOf(id).find((name) => standingOf(ledger.story(name))?.is === 'billed')

  /** Ends what a bound payment was for: keeps its part, gives the rest back. */
  async function finishBound(name: string, bound: Extract<MoneyEntry, { is: 'bound' }>): Promise<void> {
    const standing = standingOf(ledger.story(name))
    if (standing?.is !== 'paid') return
    const back = standing.amount - bound.keep
    if (back <= 0) return write(name, { is: 'settled', why: bound.thing })
    await giveBack(name, 'by the refund rule', back)
  }

  /** Brings one story that nobody waits for to its end, if that can be known. */
  async function settleStory(name: string): Promise<void> {
    // Whether the application was kept can be unclear after a crash: who sends the bill looks it up first.
    if (standingOf(ledger.story(name))?.is === 'billed') return bill(name)
    if (!terminal) return
    const outcome = await terminal.recover(name, { ledger, signal: AbortSignal.abort() })
    if (outcome.is !== 'paid') return
    const bound = ledger.story(name).findLast((entry) => entry.is === 'bound')
    if (!bound) return void (await giveBack(name, 'its visit ended before it was carried out'))
    if (bound.keep === 0) return finishBound(name, bound)
    const fate = fateOf(bound.thing)
    if (fate === 'done') return finishBound(name, bound)
    if (fate === 'not-done') return void (await giveBack(name, 'what it paid for was not done'))
    await write(name, { is: 'unclear', why: 'nobody knows whether what it paid for was done' })
  }

  return {
    /** Whether a card can be taken now. */
    get ready(): boolean {
      return terminal?.presence.is === 'ready'
    },
    get fitted(): boolean {
      return terminal !== null
    },
    onReady(listener: () => void): () => void {
      return terminal?.on('presence', listener) ?? (() => {})
    },
    /** The visit of that case has begun, or is over. */
    begin: (id: string) => void visiting.add(id),

    /** Charges the case, or finds what was charged. Another amount than what was paid before: that goes back first. */
    async charge(
      id: string,
      amount: number,
      signal: AbortSignal,
      onProgress: (progress: 'terminal' | 'checking') => void,
    ): Promise<PayOutcome> {
      if (!terminal) return { is: 'declined', why: 'not-sent' }
      const run = { ledger, signal, onProgress }
      const before = live(id)
      if (before) {
        const outcome = await terminal.recover(before, run)
        if (outcome.is === 'paid' && outcome.amount !== amount) {
          const back = await terminal.reverse(before, 'the price has changed', run)
          if (back.is !== 'ended') return back
        } else if (outcome.is !== 'declined' && outcome.is !== 'ended') return outcome
      }
      const tries = namesOf(id).length
      return terminal.pay({ name: tries === 0 ? id : `${id}.${tries + 1}`, amount }, run)
    },

    /** What the case has paid by card and not got back, for its receipt. */
    paid(id: string): CardPayment | null {
      for (const name of namesOf(id).reverse()) {
        const story = ledger.story(name)
        const taken = story.findLast((entry) => entry.is === 'authorised')
        const back = story.some((entry) => entry.is === 'reversed')
        if (taken && !back)
          return { amount: taken.amount, reference: taken.transaction.TransactionID, brand: taken.brand }
      }
      return null
    },

    /**
     * From here on the thing is done for good: to be called, and awaited, just before. `keep` (øre) of the payment stays; all
     * of it if left out. Nothing without a payment by card.
     */
    async bind(id: string, thing: string, keep?: number): Promise<void> {
      const name = live(id)
      const standing = name && standingOf(ledger.story(name))
      if (name && standing && standing.is === 'paid')
        await write(name, { is: 'bound', thing, keep: keep ?? standing.amount })
    },
    /** The fee is not paid by card, and what it is for is now done for good: as with `bind`. Nothing for 0. */
    async bill(id: string, thing: string, order: { amount: number; way: Bill['way']; errand: Errand }): Promise<void> {
      if (order.amount <= 0) return
      const tries = namesOf(id).length
      await write(billed(id) ?? (tries === 0 ? id : `${id}.${tries + 1}`), { is: 'billed', thing, ...order })
    },
    /** What `bill` promised was not kept. */
    async noBill(id: string): Promise<void> {
      const name = billed(id)
      if (name) await write(name, { is: 'declined', why: 'not-done' })
    },
    /** It was done. */
    async done(id: string): Promise<void> {
      const open = billed(id)
      if (open) await bill(open)
      const name = live(id)
      const bound = name && ledger.story(name).findLast((entry) => entry.is === 'bound')
      if (name && bound) await finishBound(name, bound)
    },
    /** It was not done, and will not be. */
    async notDone(id: string, why: string): Promise<PayOutcome['is'] | 'nothing'> {
      const name = live(id)
      return name ? giveBack(name, why) : 'nothing'
    },
    /** Nobody can tell: a person has to. */
    async unclear(id: string, why: string): Promise<void> {
      const name = live(id)
      if (name) await write(name, { is: 'unclear', why })
    },
    /** The visit is over: what it left open is settled now and, while the terminal is away, later. */
    end: (id: string): Promise<void> =>
      inTurn(async () => {
        visiting.delete(id)
        const open = billed(id)
        if (open) await settleStory(open)
        const name = live(id)
        if (name && standingOf(ledger.story(name))?.is !== 'unclear') await settleStory(name)
      }),
    /** Settles whatever earlier visits and crashes left open. Harmless to repeat. */
    sweep: (): Promise<void> =>
      inTurn(async () => {
        for (const story of ledger.unfinished()) {
          const { name } = story[0]!
          if (visiting.has(caseOf(name)) || standingOf(story)?.is === 'unclear') continue
          await settleStory(name)
          log.warn({ payment: name, is: standingOf(ledger.story(name))?.is }, 'an interrupted payment')
        }
      }),
    /** How many stories are open, and how many of them wait for a person. */
    counts(): { open: number; unclear: number } {
      const open = ledger.unfinished()
      return { open: open.length, unclear: open.filter((story) => standingOf(story)?.is === 'unclear').length }
    },
  }
}

export type Cashier = ReturnType<typeof createCashier>
