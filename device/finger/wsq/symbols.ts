import { type BitReader, type BitWriter, Damaged } from './bits.ts'
import { type CodeTable, codes, type Decoder, decodeSymbol } from './huffman.ts'

/*
 * WSQ's symbols: 1–100 a run of so many zeros, 101–104 a coefficient in 8 or 16 further bits,
 * 105 and 106 a run in 8 or 16 bits, 107–254 a coefficient of −73 … 74.
 */
const LONGEST_RUN = 100
const POSITIVE_8 = 101
const NEGATIVE_8 = 102
const POSITIVE_16 = 103
const NEGATIVE_16 = 104
const RUN_8 = 105
const RUN_16 = 106
const ZERO = 180
const LEAST = -73
const MOST = 74

type Told = (symbol: number, value: number, bits: number) => void

/** Goes through one block's coefficients and tells each symbol with its further bits. */
function walk(bands: readonly Int16Array[], tell: Told): void {
  let run = 0
  const endRun = () => {
    if (run === 0) return
    if (run <= LONGEST_RUN) tell(run, 0, 0)
    else if (run <= 0xff) tell(RUN_8, run, 8)
    else tell(RUN_16, run, 16)
    run = 0
  }
  for (const band of bands) {
    for (const value of band) {
      if (value === 0) {
        if (++run === 0xffff) endRun()
        continue
      }
      endRun()
      if (value >= LEAST && value <= MOST) tell(value + ZERO, 0, 0)
      else if (value > 0) tell(value > 0xff ? POSITIVE_16 : POSITIVE_8, value, value > 0xff ? 16 : 8)
      else tell(-value > 0xff ? NEGATIVE_16 : NEGATIVE_8, -value, -value > 0xff ? 16 : 8)
    }
  }
  endRun()
}

/** How often each symbol occurs in blocks that share a table. */
export function countSymbols(blocks: readonly (readonly Int16Array[])[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const bands of blocks) walk(bands, (symbol) => counts.set(symbol, (counts.get(symbol) ?? 0) + 1))
  // A table without any code is not understood by every decoder.
  if (counts.size === 0) counts.set(1, 1)
  return counts
}

export function writeBlock(bands: readonly Int16Array[], table: CodeTable, out: BitWriter): void {
  const known = codes(table)
  walk(bands, (symbol, value, bits) => {
    const { code, bits: length } = known.get(symbol)!
    out.put(code, length)
    if (bits > 0) out.put(value, bits)
  })
}

/** Reads up to the next marker; returns where in `to` it stopped. Throws `Damaged` when there is more than fits. */
export function readBlock(reader: BitReader, decoder: Decoder, to: Int16Array, from: number): number {
  let at = from
  const bit = () => reader.bit()
  const put = (value: number) => {
    if (at >= to.length) throw new Damaged('more data than the picture has')
    to[at++] = value
  }
  const skip = (count: number) => {
    if (at + count > to.length) throw new Damaged('more data than the picture has')
    at += count
  }
  for (;;) {
    const symbol = decodeSymbol(decoder, bit)
    if (symbol < 0) return at
    if (symbol >= 1 && symbol <= LONGEST_RUN) skip(symbol)
    else if (symbol >= ZERO + LEAST && symbol <= ZERO + MOST) put(symbol - ZERO)
    else if (symbol === POSITIVE_8) put(reader.bits(8))
    else if (symbol === NEGATIVE_8) put(-reader.bits(8))
    else if (symbol === POSITIVE_16) put(reader.bits(16))
    else if (symbol === NEGATIVE_16) put(-reader.bits(16))
    else if (symbol === RUN_8) skip(reader.bits(8))
    else if (symbol === RUN_16) skip(reader.bits(16))
    else throw new Damaged(`symbol ${symbol} means nothing`)
  }
}
