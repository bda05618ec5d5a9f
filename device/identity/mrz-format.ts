/**
 * The three zones of travel documents (Doc 9303-4, -5, -6): where each field stands and what its check digit covers.
 * Positions count from 0.
 */

export type MrzFormat = 'TD1' | 'TD2' | 'TD3'

/** A piece of one line: from, and behind the last. */
export type Span = readonly [line: number, from: number, to: number]

export type Layout = {
  format: MrzFormat
  lines: number
  width: number
  /** First letters a document of this size may have. */
  types: string
  type: Span
  state: Span
  names: Span
  number: Span
  nationality: Span
  birth: Span
  sex: Span
  expiry: Span
  /** Optional data; on TD1 and TD2 a long document number runs on in the first. */
  optional: readonly Span[]
  /** A field with its check digit behind it, all digits where `digits`. */
  checked: readonly { field: MrzField; span: Span; at: readonly [line: number, column: number]; digits: boolean }[]
  composite: { of: readonly Span[]; at: readonly [line: number, column: number] }
}

export type MrzField = 'documentNumber' | 'birthDate' | 'expirationDate' | 'personalNumber' | 'composite'

const td1: Layout = {
  format: 'TD1',
  lines: 3,
  width: 30,
  types: 'ACI',
  type: [0, 0, 2],
  state: [0, 2, 5],
  names: [2, 0, 30],
  number: [0, 5, 14],
  nationality: [1, 15, 18],
  birth: [1, 0, 6],
  sex: [1, 7, 8],
  expiry: [1, 8, 14],
  optional: [
    [0, 15, 30],
    [1, 18, 29],
  ],
  checked: [
    { field: 'documentNumber', span: [0, 5, 14], at: [0, 14], digits: false },
    { field: 'birthDate', span: [1, 0, 6], at: [1, 6], digits: true },
    { field: 'expirationDate', span: [1, 8, 14], at: [1, 14], digits: true },
  ],
  composite: {
    of: [
      [0, 5, 30],
      [1, 0, 7],
      [1, 8, 15],
      [1, 18, 29],
    ],
    at: [1, 29],
  },
}

const td2: Layout = {
  format: 'TD2',
  lines: 2,
  width: 36,
  types: 'ACI',
  type: [0, 0, 2],
  state: [0, 2, 5],
  names: [0, 5, 36],
  number: [1, 0, 9],
  nationality: [1, 10, 13],
  birth: [1, 13, 19],
  sex: [1, 20, 21],
  expiry: [1, 21, 27],
  optional: [[1, 28, 35]],
  checked: [
    { field: 'documentNumber', span: [1, 0, 9], at: [1, 9], digits: false },
    { field: 'birthDate', span: [1, 13, 19], at: [1, 19], digits: true },
    { field: 'expirationDate', span: [1, 21, 27], at: [1, 27], digits: true },
  ],
  composite: {
    of: [
      [1, 0, 10],
      [1, 13, 20],
      [1, 21, 35],
    ],
    at: [1, 35],
  },
}

const td3: Layout = {
  ...td2,
  format: 'TD3',
  width: 44,
  types: 'P',
  names: [0, 5, 44],
  optional: [[1, 28, 42]],
  checked: [...td2.checked, { field: 'personalNumber', span: [1, 28, 42], at: [1, 42], digits: false }],
  composite: {
    of: [
      [1, 0, 10],
      [1, 13, 20],
      [1, 21, 43],
    ],
    at: [1, 43],
  },
}

export const layouts: readonly Layout[] = [td1, td2, td3]

export function spanOf(lines: readonly string[], [line, from, to]: Span): string {
  return lines[line]?.slice(from, to) ?? ''
}
