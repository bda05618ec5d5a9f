import type { StepName } from '../contract/nouns.ts'

/** `asked`: the step put a question to the citizen, so there is something to go back to. */
export type Entry = { value: unknown; uses: readonly StepName[]; tries: number; ms: number; asked: boolean }

/**
 * What a visit remembers, by step name. Each entry says which steps it was made from, so that forgetting one forgets what
 * depends on it and nothing else: a retaken portrait keeps the fingerprints.
 */
export class Journal {
  readonly #entries = new Map<StepName, Entry>()

  get(step: StepName): Entry | undefined {
    return this.#entries.get(step)
  }

  put(step: StepName, entry: Entry): void {
    this.#entries.set(step, entry)
  }

  /** Forgets `step` and, transitively, its dependents; returns their names. */
  forget(step: StepName): StepName[] {
    const gone: StepName[] = []
    const queue: StepName[] = [step]
    for (let name = queue.pop(); name; name = queue.pop()) {
      if (this.#entries.delete(name)) gone.push(name)
      for (const [other, entry] of this.#entries) if (entry.uses.includes(name)) queue.push(other)
    }
    return gone
  }

  /** Names in the order in which they were done; a step that was retaken was done last. */
  done(): StepName[] {
    return [...this.#entries.keys()]
  }

  clear(): void {
    this.#entries.clear()
  }
}
