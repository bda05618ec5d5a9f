import { readFileSync } from 'node:fs'

/**
 * One verb of `boks`: the same result as lines for people and as JSON for programs. `exit`: 0 if left out; what did not come
 * to pass ends with another.
 */
export type Verb = { usage: string; run(args: string[]): Promise<{ lines: string[]; json: unknown; exit?: number }> }

/** Wrong words on the command line (exit 2): the message is all the user needs. */
export class Usage extends Error {}

/** The words were right, and it could not be done (exit 1): the message is all the user needs. */
export class Failed extends Error {}

/** A file that was named on the command line; a sentence where it cannot be read. */
export function readGiven(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = (error as { code?: string }).code === 'ENOENT' ? 'There is no file' : 'Nobody may read the file'
    throw new Usage(`${why} ${path} (${option}).`)
  }
}

/** What happens meanwhile, for whoever waits: beside the result, so that programs get the result alone. */
export function progress(words: string): void {
  process.stderr.write(`${words}\n`)
}
