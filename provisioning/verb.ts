/** One verb of `boks`: the same result as lines for people and as JSON for programs. */
export type Verb = { usage: string; run(args: string[]): Promise<{ lines: string[]; json: unknown }> }

/** Wrong words on the command line: the message is all the user needs. */
export class Usage extends Error {}
