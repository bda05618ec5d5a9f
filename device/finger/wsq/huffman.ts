import { Damaged } from './bits.ts'

/** A code table as it stands in the stream: how many codes there are of 1 … 16 bits, and their symbols in order. */
export type CodeTable = { counts: number[]; symbols: number[] }

const MOST_BITS = 16
/** One symbol nobody uses keeps the code of all ones free: the data's last byte is filled up with ones. */
const RESERVED = 256

/**
 * The best code of at most 16 bits for symbols that occur so often, by packages (Larmore and Hirschberg 1990). JPEG's way
 * (T.81 Annex K.2), which the reference encoder takes, makes the code first and shortens it then; this is never longer.
 */
export function codeFor(frequencies: ReadonlyMap<number, number>): CodeTable {
  const lengths = codeLengths(new Map([...frequencies, [RESERVED, 0]]))
  const counts = new Array<number>(MOST_BITS).fill(0)
  for (const length of lengths.values()) counts[length - 1]!++
  // The reserved symbol has one of the longest codes; being the last of them, it has the ones.
  counts[counts.findLastIndex((count) => count > 0)]!--
  const symbols = [...frequencies.keys()].sort((a, b) => lengths.get(a)! - lengths.get(b)! || a - b)
  return { counts, symbols }
}

function codeLengths(frequencies: ReadonlyMap<number, number>): Map<number, number> {
  type Package = { weight: number; symbols: number[] }
  const lighter = (a: Package, b: Package) => a.weight - b.weight
  const single: Package[] = [...frequencies].map(([symbol, weight]) => ({ weight, symbols: [symbol] })).sort(lighter)
  let level = single
  for (let bits = 1; bits < MOST_BITS; bits++) {
    const pairs: Package[] = []
    for (let at = 0; at + 1 < level.length; at += 2) {
      const [a, b] = [level[at]!, level[at + 1]!]
      pairs.push({ weight: a.weight + b.weight, symbols: [...a.symbols, ...b.symbols] })
    }
    level = [...single, ...pairs].sort(lighter)
  }
  const lengths = new Map([...frequencies.keys()].map((symbol) => [symbol, 0]))
  for (const { symbols } of level.slice(0, 2 * frequencies.size - 2)) {
    // A symbol's code is as long as the number of packages it is in.
    for (const symbol of symbols) lengths.set(symbol, lengths.get(symbol)! + 1)
  }
  return lengths
}

/** Each symbol's code and its length. */
export function codes({ counts, symbols }: CodeTable): Map<number, { code: number; bits: number }> {
  const of = new Map<number, { code: number; bits: number }>()
  let code = 0
  let at = 0
  for (let bits = 1; bits <= MOST_BITS; bits++) {
    for (let i = 0; i < counts[bits - 1]!; i++) of.set(symbols[at++]!, { code: code++, bits })
    code *= 2
  }
  return of
}

export type Decoder = { first: Int32Array; last: Int32Array; from: Int32Array; symbols: readonly number[] }

/** For each length its first and last code and where their symbols begin. Throws `Damaged` when they cannot be codes. */
export function decoder({ counts, symbols }: CodeTable): Decoder {
  const first = new Int32Array(MOST_BITS + 1)
  const last = new Int32Array(MOST_BITS + 1).fill(-1)
  const from = new Int32Array(MOST_BITS + 1)
  let code = 0
  let at = 0
  for (let bits = 1; bits <= MOST_BITS; bits++) {
    const count = counts[bits - 1]!
    first[bits] = code
    from[bits] = at
    if (count > 0) last[bits] = code + count - 1
    code += count
    at += count
    if (code > 2 ** bits) throw new Damaged('a code table has more codes than fit')
    code *= 2
  }
  return { first, last, from, symbols }
}

/** The next symbol; −1 at a marker. `bit` gives the next bit, or −1 at a marker. */
export function decodeSymbol({ first, last, from, symbols }: Decoder, bit: () => number): number {
  let code = 0
  for (let bits = 1; bits <= MOST_BITS; bits++) {
    const next = bit()
    // Ones that fill up the last byte may stand before the marker; they are no code.
    if (next < 0) return -1
    code = code * 2 + next
    if (last[bits]! >= code && code >= first[bits]!) return symbols[from[bits]! + code - first[bits]!]!
  }
  throw new Damaged('data that is no code')
}
