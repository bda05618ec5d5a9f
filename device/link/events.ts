import type { BoxEvent } from '../contract/link.ts'
import { openLines } from '../durable.ts'

/** Statistics of some weeks without a hub; beyond it the oldest are given up, since they count visits, not persons. */
const MAX_EVENTS = 20_000
/** Lines of acknowledged events that may lie in the file before it is written anew. */
const SLACK_LINES = 500

/** `last`: the highest number ever given; `upTo`: all up to it are acknowledged or given up. */
type Line = { n: number; at: string; event: BoxEvent } | { last: number; upTo: number }

export type NumberedEvent = { n: number; at: string; event: BoxEvent }

export type EventBook = {
  /** Numbers the event and keeps it; durable when it resolves. A number is never used again, also after a restart. */
  nextEvent(event: BoxEvent): Promise<number>
  /** The hub has stored all up to and including this number. */
  ackEvents(upTo: number): Promise<void>
  /** Not yet acknowledged, in order: what the link sends (again) after it connects. */
  pendingEvents(): readonly NumberedEvent[]
}

/** Opens the book of numbered events in one file of JSON lines. */
export async function openEvents(path: string): Promise<EventBook & { close(): Promise<void> }> {
  const { entries, lines } = await openLines<Line>(path)
  let last = 0
  let upTo = 0
  let length = entries.length
  let waiting: NumberedEvent[] = []
  for (const entry of entries) {
    if ('n' in entry) {
      last = Math.max(last, entry.n)
      waiting.push(entry)
    } else {
      last = Math.max(last, entry.last)
      upTo = Math.max(upTo, entry.upTo)
    }
  }
  waiting = waiting.filter((entry) => entry.n > upTo)

  const forget = async (number: number) => {
    upTo = Math.max(upTo, Math.min(number, last))
    waiting = waiting.filter((entry) => entry.n > upTo)
    if (length > waiting.length + SLACK_LINES) {
      length = waiting.length + 1
      await lines.rewrite([{ last, upTo }, ...waiting])
    } else {
      length += 1
      await lines.append({ last, upTo })
    }
  }

  return {
    async nextEvent(event) {
      const entry = { n: (last += 1), at: new Date().toISOString(), event }
      waiting.push(entry)
      length += 1
      await lines.append(entry)
      const oldest = waiting[waiting.length - MAX_EVENTS - 1]
      if (oldest) await forget(oldest.n)
      return entry.n
    },
    ackEvents: forget,
    pendingEvents: () => waiting,
    close: () => lines.close(),
  }
}
