/**
 * Correction of what OCR confuses, and only where check digits prove it. In dates and check digits a letter can only be a
 * misread digit. In a number the only look-alike letter is taken for its digit, if the check digit then holds. Names and
 * states have no check digit and are never touched. G for 6 and L for 1 cannot be proven in a number: they weigh the same
 * modulo 10 (16−6, 21−1).
 */
import { checkDigit } from '../../drivers/chip/bac.ts'
import { type Layout, type MrzField, spanOf } from './mrz-format.ts'

export type Correction = {
  field: MrzField
  /** Line and column, from 1. */
  line: number
  column: number
  read: string
  corrected: string
}

/** Where only a digit can stand. */
const asDigit: Record<string, string> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', G: '6', B: '8' }
/** Where both can stand, a letter is the likelier mistake: many states leave these out of their numbers. */
const lookAlikes: Record<string, string> = { O: '0', Q: '0', D: '0', I: '1', Z: '2', S: '5', B: '8' }

/**
 * The check digits that do not hold, by field. A personal number's check digit may be a filler when there is none, and a
 * long document number of TD1 and TD2 has a filler in its place and its check digit in the optional data.
 */
export function wrongFields(layout: Layout, lines: readonly string[]): MrzField[] {
  const wrong: MrzField[] = layout.checked
    .filter(({ field, span, at }) => {
      const digit = charAt(lines, at)
      const text = spanOf(lines, span)
      if (field === 'personalNumber' && digit === '<') return !/^<+$/.test(text)
      if (field === 'documentNumber' && digit === '<') return !longNumberHolds(layout, lines)
      return checkDigit(text) !== digit
    })
    .map(({ field }) => field)
  if (!compositeHolds(layout, lines)) wrong.push('composite')
  return wrong
}

/** A document number that runs on in the optional data, with its check digit, ended by a filler (Doc 9303-5 note j). */
export function longNumber(layout: Layout, lines: readonly string[]): { number: string; digit: string } | undefined {
  const [first] = layout.optional
  if (layout.format === 'TD3' || !first) return undefined
  const rest = spanOf(lines, first).split('<')[0] ?? ''
  if (rest.length < 2) return undefined
  return { number: spanOf(lines, layout.number) + rest.slice(0, -1), digit: rest.slice(-1) }
}

function longNumberHolds(layout: Layout, lines: readonly string[]): boolean {
  const long = longNumber(layout, lines)
  return long !== undefined && checkDigit(long.number) === long.digit
}

function compositeHolds({ composite }: Layout, lines: readonly string[]): boolean {
  return checkDigit(composite.of.map((span) => spanOf(lines, span)).join('')) === charAt(lines, composite.at)
}

function charAt(lines: readonly string[], [line, column]: readonly [number, number]): string {
  return lines[line]?.[column] ?? ''
}

/** The lines corrected, with what was done; `undefined` when no correction is proven. */
export function correct(
  layout: Layout,
  read: readonly string[],
): { lines: string[]; corrections: Correction[] } | undefined {
  const lines = [...read]
  const corrections: Correction[] = []
  const put = (field: MrzField, line: number, column: number, corrected: string) => {
    const before = lines[line]!
    const was = before[column]!
    if (was === corrected) return
    lines[line] = before.slice(0, column) + corrected + before.slice(column + 1)
    corrections.push({ field, line: line + 1, column: column + 1, read: was, corrected })
  }
  const digitsOnly = (field: MrzField, line: number, column: number) =>
    put(field, line, column, asDigit[charAt(lines, [line, column])] ?? charAt(lines, [line, column]))

  for (const { field, span, at, digits } of layout.checked) {
    digitsOnly(field, at[0], at[1])
    if (digits) for (let column = span[1]; column < span[2]; column++) digitsOnly(field, span[0], column)
  }
  digitsOnly('composite', layout.composite.at[0], layout.composite.at[1])

  for (const { field, span, at, digits } of layout.checked) {
    if (digits || !wrongFields(layout, lines).includes(field)) continue
    const found = singleCorrection(spanOf(lines, span), charAt(lines, at))
    if (found === undefined) return undefined
    for (const [i, character] of [...found].entries()) put(field, span[0], span[1] + i, character)
  }
  return corrections.length > 0 && wrongFields(layout, lines).length === 0 ? { lines, corrections } : undefined
}

/**
 * The text with its one look-alike letter exchanged, if the digit fits then. With several such letters it would be a
 * guess: a digit speaks for one in ten, and TD3's composite, whose weights fall alike, adds nothing.
 */
function singleCorrection(text: string, digit: string): string | undefined {
  const places = [...text].flatMap((character, i) => (lookAlikes[character] ? [i] : []))
  const [at] = places
  if (at === undefined || places.length > 1) return undefined
  const candidate = text.slice(0, at) + lookAlikes[text[at]!] + text.slice(at + 1)
  return checkDigit(candidate) === digit ? candidate : undefined
}
