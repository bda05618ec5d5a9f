import { outcomeOf, type PrintLedger } from '../../drivers/printer/record.ts'
import type { Outbox } from '../link/outbox.ts'
import type { Fate } from './cashier.ts'
import { applicationThing, paperThing } from './things.ts'

/**
 * What became of a thing that a payment was bound to before a crash. The ledger of paper knows of every print. An
 * application that still waits in the outbox was made; one that does not was delivered, or never kept, and nobody here
 * can tell which: the time between is one write to the disk.
 */
export function fateOf(outbox: Pick<Outbox, 'pending'>, prints: PrintLedger): (thing: string) => Fate {
  return (thing) => {
    if (thing.startsWith(paperThing(''))) {
      const story = prints.story(thing)
      if (story.length === 0) return 'not-done'
      const outcome = outcomeOf(story)
      if (!outcome || outcome.is === 'uncertain') return 'nobody-knows'
      return outcome.is === 'printed' ? 'done' : 'not-done'
    }
    const waits = outbox.pending().some(({ applicationId }) => applicationThing(applicationId) === thing)
    return waits ? 'done' : 'nobody-knows'
  }
}
