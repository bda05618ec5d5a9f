import { openLines } from './durable.ts'

/** Finished stories that stay, so that a repeated order is recognised; older ones go at the next start. */
const KEPT_FINISHED = 500

/** One transition of one irreversible thing. `name` tells the things apart; nothing personal belongs in an entry. */
export type LedgerEntry = { name: string; is: string; at: string }

export type Ledger<Entry extends LedgerEntry> = {
  /** Durable when it resolves: only then may the next irreversible act begin. */
  write(entry: Entry): Promise<void>
  /** The entries of one thing, in order; empty when it is unknown. */
  story(name: string): readonly Entry[]
  /** All that it remembers, oldest first. */
  stories(): (readonly Entry[])[]
  /** The stories without an end, oldest first: what a crash or a power cut interrupted. */
  unfinished(): (readonly Entry[])[]
  close(): Promise<void>
}

/**
 * Opens an append-only ledger of money or paper. `finished` tells the entries that end a story. A line torn by a power cut
 * was never promised and is dropped.
 */
export async function openLedger<Entry extends LedgerEntry>(
  path: string,
  finished: (entry: Entry) => boolean,
): Promise<Ledger<Entry>> {
  const { entries, lines } = await openLines<Entry>(path)
  const stories = new Map<string, Entry[]>()
  const remember = (entry: Entry) => {
    const story = stories.get(entry.name)
    if (story) story.push(entry)
    else stories.set(entry.name, [entry])
  }
  for (const entry of entries) remember(entry)

  const hasEnded = (story: readonly Entry[]) => story.some(finished)
  const ended = [...stories.values()].filter(hasEnded)
  if (ended.length > 2 * KEPT_FINISHED) {
    for (const story of ended.slice(0, -KEPT_FINISHED)) stories.delete(story[0]!.name)
    await lines.rewrite([...stories.values()].flat())
  }
  return {
    async write(entry) {
      remember(entry)
      await lines.append(entry)
    },
    story: (name) => stories.get(name) ?? [],
    stories: () => [...stories.values()],
    unfinished: () => [...stories.values()].filter((story) => !hasEnded(story)),
    close: () => lines.close(),
  }
}
