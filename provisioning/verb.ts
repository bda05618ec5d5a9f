/**
 * One verb of `boks`: the same result as lines for people and as JSON for programs. `exit`: 0 if left out; what did not come
 * to pass ends with another.
 */
export type Verb = { usage: string; run(args: string[]): Promise<{ lines: string[]; json: unknown; exit?: number }> }

/** Wrong words on the command line (exit 2): the message is all the user needs. */
export class Usage extends Error {}

/** The words were right, and it could not be done (exit 1): the message is all the user needs. */
export class Failed extends Error {}
