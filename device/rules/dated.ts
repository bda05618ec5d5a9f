/** One version of a rule: what holds from that day on, and where it is written. */
export type Dated<T> = {
  /** First day, `YYYY-MM-DD`. */
  from: string
  value: T
  source: string
}

/**
 * The version of a rule that holds on `day` (`YYYY-MM-DD`), or null before the first. Rows may stand in any order: a
 * municipality appends its own.
 */
export function inForce<T>(rows: readonly Dated<T>[], day: string): Dated<T> | null {
  let found: Dated<T> | null = null
  for (const row of rows) {
    if (row.from <= day && (found === null || row.from >= found.from)) found = row
  }
  return found
}
