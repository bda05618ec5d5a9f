import type { FaultCode } from '../../device/contract/faults.ts'

export type PrintOutcome =
  /** The printer completed the job and counted its own impressions. */
  | { is: 'printed'; pages: number }
  /** Nobody knows whether the page came out: a person looks in the tray. Never printed again by itself. */
  | { is: 'uncertain' }
  /** Nothing came out. */
  | { is: 'failed'; fault: FaultCode }

/**
 * One transition of one print job, as the ledger keeps it. `job` is written before a byte of the document is sent, so a
 * story that ends with `intent` printed nothing.
 */
export type PrintEntry = { name: string; at: string } & (
  | { is: 'intent' }
  | { is: 'job'; id: number; uuid: string | null }
  | { is: 'sent' }
  /** What a person found in the tray after `uncertain`. */
  | { is: 'resolved'; how: 'printed' | 'not-printed'; why: string }
  | PrintOutcome
)

/** What a driver needs of a ledger on disk (`device/ledger` has it). `write` is durable when it resolves. */
export type PrintLedger = {
  write(entry: PrintEntry): Promise<void>
  story(name: string): readonly PrintEntry[]
  unfinished(): (readonly PrintEntry[])[]
}

/** Whether the entry ends its story. */
export function endsPrint(entry: PrintEntry): boolean {
  return entry.is === 'printed' || entry.is === 'uncertain' || entry.is === 'failed'
}

export function outcomeOf(story: readonly PrintEntry[]): PrintOutcome | null {
  for (const entry of story) {
    if (entry.is === 'printed') return { is: 'printed', pages: entry.pages }
    if (entry.is === 'failed') return { is: 'failed', fault: entry.fault }
    if (entry.is === 'uncertain') return { is: 'uncertain' }
  }
  return null
}
