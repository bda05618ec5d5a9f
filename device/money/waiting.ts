import { type MoneyEntry, standingOf } from '../../drivers/payment/record.ts'
import { outcomeOf, type PrintEntry } from '../../drivers/printer/record.ts'
import type { LedgerStory, LedgerVerdict } from '../contract/link.ts'
import type { Ledger } from '../ledger.ts'

/** How a story of each ledger can have ended. */
const answers: Record<LedgerVerdict['ledger'], readonly LedgerVerdict['how'][]> = {
  money: ['settled', 'reversed', 'nothing-taken'],
  paper: ['printed', 'not-printed'],
}

type Ledgers = { money: Ledger<MoneyEntry>; paper: Ledger<PrintEntry> }

/** The stories of money and paper that only a person can end, oldest first. */
export function waitingStories({ money, paper }: Ledgers): LedgerStory[] {
  const found: LedgerStory[] = []
  for (const story of money.stories()) {
    if (standingOf(story)?.is !== 'unclear') continue
    const taken = story.findLast((entry) => entry.is === 'authorised')
    const asked = story.find((entry) => entry.is === 'asked')
    found.push({
      ledger: 'money',
      name: story[0]!.name,
      since: story[0]!.at,
      amount: taken?.amount ?? asked?.amount ?? null,
      reference: taken?.transaction.TransactionID ?? null,
      why: story.findLast((entry) => entry.is === 'unclear')?.why ?? '',
    })
  }
  for (const story of paper.stories()) {
    if (outcomeOf(story)?.is !== 'uncertain' || story.some(({ is }) => is === 'resolved')) continue
    const { name, at } = story[0]!
    found.push({ ledger: 'paper', name, since: at, amount: null, reference: null, why: '' })
  }
  return found.sort((a, b) => a.since.localeCompare(b.since)).slice(0, 50)
}

/** Writes what a person found out. False: the story does not wait, or cannot end so. */
export async function resolveStory(ledgers: Ledgers, verdict: LedgerVerdict): Promise<boolean> {
  const { ledger, name, how, why, by } = verdict
  const waits = waitingStories(ledgers).some((story) => story.ledger === ledger && story.name === name)
  if (!waits || !answers[ledger].includes(how)) return false
  const entry = { is: 'resolved', how, why: `${why} (${by})`, name, at: new Date().toISOString() }
  if (ledger === 'money') await ledgers.money.write(entry as MoneyEntry)
  else await ledgers.paper.write(entry as PrintEntry)
  return true
}
