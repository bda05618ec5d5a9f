import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { decoder } from '../contract/decode.ts'
import { isFault } from '../contract/faults.ts'
import { Id, nullable, StepName } from '../contract/nouns.ts'

const Trace = Type.Object({ visit: Id, step: nullable(StepName) })
export type Trace = Static<typeof Trace>
const decodeTrace = decoder(Trace, 1_000)

/**
 * The name of the visit and its step in a file, while it lasts: all that is left of a visit after a crash, so that it is
 * counted as lost and not as never begun.
 */
export function visitTrace(folder: string) {
  const path = join(folder, 'visit.json')
  return {
    write(trace: Trace): void {
      try {
        writeFileSync(path, JSON.stringify(trace))
      } catch {
        // A full disk costs the count of a lost visit, not the visit.
      }
    },
    clear(): void {
      rmSync(path, { force: true })
    },
    /** The visit that a crash or power cut ended, if any; asked once, at start. */
    lost(): Trace | null {
      try {
        return decodeTrace(readFileSync(path, 'utf8'))
      } catch (error) {
        // Missing: the last visit ended well. Torn by the power cut: nothing is known of it.
        if (isFault(error) || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      } finally {
        rmSync(path, { force: true })
      }
    },
  }
}
export type VisitTrace = ReturnType<typeof visitTrace>
