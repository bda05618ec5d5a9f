/** An answer that is not the wished one: `{ error: sentence }` with a status. */
export type Problem = Error & { statusCode: number }

export function problem(statusCode: number, sentence: string): Problem {
  return Object.assign(new Error(sentence), { statusCode })
}
