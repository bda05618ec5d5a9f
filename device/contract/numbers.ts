/** Letters that are not taken for another when spoken or read: no I, O, Q, Å. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVXYZ'

/**
 * The short number of a case that people say to each other: a letter and three digits, such as `K 482`. Box, desk and
 * receipt make the same one from the case's id. Not unique for ever; among the few dozen cases of a day two alike are rare,
 * and nothing but talk depends on it.
 */
export function caseNumber(caseId: string): string {
  const n = Number.parseInt(caseId.replaceAll('-', '').slice(0, 8), 16)
  return `${LETTERS[n % LETTERS.length]} ${String(Math.floor(n / LETTERS.length) % 1000).padStart(3, '0')}`
}
