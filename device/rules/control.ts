import type { ControlFact } from '../contract/nouns.ts'
import { type Dated, inForce } from './dated.ts'

/** How far control questions go. Which facts may be asked and how many must be right is not in the order: assumed. */
export const controlRules = {
  /** Tries at one question before it counts as wrong. */
  tries: [
    { from: '2013-01-01', value: 2, source: 'assumption; Pasbekendtgørelsen §7 only allows control questions' },
  ] satisfies Dated<number>[],
  needed: [
    { from: '2013-01-01', value: 3, source: 'assumption, to be set by the municipality' },
  ] satisfies Dated<number>[],
  /** So many wrong ones end it: somebody who guesses must not go on until it fits. */
  wrong: [
    { from: '2013-01-01', value: 2, source: 'assumption, to be set by the municipality' },
  ] satisfies Dated<number>[],
}

export type ControlState = { fact: ControlFact; is: 'asked' | 'right' | 'wrong'; tries: number }[]

/** How the questions stand together on that day. */
export function controlStands(asked: ControlState, day: string): 'none' | 'open' | 'passed' | 'failed' {
  const count = (is: string) => asked.filter((one) => one.is === is).length
  if (asked.length === 0) return 'none'
  if (count('wrong') >= (inForce(controlRules.wrong, day)?.value ?? 1)) return 'failed'
  return count('right') >= (inForce(controlRules.needed, day)?.value ?? 3) ? 'passed' : 'open'
}

/** What one answer makes of its question. */
export function controlAnswered(
  one: ControlState[number],
  given: string,
  expected: string,
  day: string,
): ControlState[number] {
  const tries = one.tries + 1
  if (sameWords(given, expected)) return { ...one, tries, is: 'right' }
  return { ...one, tries, is: tries >= (inForce(controlRules.tries, day)?.value ?? 1) ? 'wrong' : 'asked' }
}

/** People write without capitals, accents and dots, "aa" for "å" and the house number or not. */
export function sameWords(given: string, expected: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll('å', 'aa')
      .replaceAll('ø', 'oe')
      .replaceAll('æ', 'ae')
      .normalize('NFD')
      .replace(/[^a-z0-9]/g, '')
  const [said, known] = [plain(given), plain(expected)]
  return said.length > 0 && (said === known || said === known.replace(/[0-9]+[a-z]?$/, ''))
}
