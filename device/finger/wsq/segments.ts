import { Damaged } from './bits.ts'
import type { CodeTable } from './huffman.ts'
import type { Bins } from './quantise.ts'
import { TABLE_BANDS } from './subbands.ts'
import type { Filters, HalfFilter } from './wavelet.ts'

/** WSQ's markers. */
export const marker = {
  start: 0xffa0,
  end: 0xffa1,
  frame: 0xffa2,
  block: 0xffa3,
  transform: 0xffa4,
  quantisation: 0xffa5,
  huffman: 0xffa6,
  restart: 0xffa7,
  comment: 0xffa8,
} as const

export type Frame = {
  width: number
  height: number
  /** Gray = value × scale + shift. */
  shift: number
  scale: number
  /** Which of the registered encoders wrote it: 2 has the filters of this one. */
  encoder: number
}

/** Bytes being written, the highest first. */
class Out {
  readonly bytes: number[] = []
  u8(value: number): this {
    this.bytes.push(value & 0xff)
    return this
  }
  u16(value: number): this {
    return this.u8(value >>> 8).u8(value)
  }
  u32(value: number): this {
    return this.u16(value >>> 16).u16(value & 0xffff)
  }
  /** A number as a power of ten and 16 digits' worth of bits: value = mantissa ÷ 10^exponent. */
  decimal(value: number): this {
    const { mantissa, exponent } = decimal(value, 0xffff)
    return this.u8(exponent).u16(mantissa)
  }
}

function decimal(value: number, most: number): { mantissa: number; exponent: number } {
  if (value === 0) return { mantissa: 0, exponent: 0 }
  let exponent = 0
  while (exponent < 200 && Math.round(value * 10 ** (exponent + 1)) <= most) exponent++
  return { mantissa: Math.round(value * 10 ** exponent), exponent }
}

/** The value that a decoder will read where this one is written. */
export function asWritten(value: number): number {
  const { mantissa, exponent } = decimal(value, 0xffff)
  return mantissa / 10 ** exponent
}

function segment(code: number, body: Out): Uint8Array {
  return Uint8Array.from([...new Out().u16(code).u16(body.bytes.length + 2).bytes, ...body.bytes])
}

export const bare = (code: number): Uint8Array => Uint8Array.from(new Out().u16(code).bytes)

export function writeFrame({ width, height, shift, scale, encoder }: Frame): Uint8Array {
  const body = new Out().u8(0).u8(255).u16(height).u16(width).decimal(shift).decimal(scale).u8(encoder).u16(0)
  return segment(marker.frame, body)
}

export function writeFilters({ low, high }: Filters): Uint8Array {
  const body = new Out().u8(low.length * 2 - 1).u8(high.length * 2 - 1)
  for (const tap of [...low, ...high]) {
    const { mantissa, exponent } = decimal(Math.abs(tap), 0xffff_ffff)
    body
      .u8(tap < 0 ? 1 : 0)
      .u8(exponent)
      .u32(mantissa)
  }
  return segment(marker.transform, body)
}

export function writeBins(bins: Bins): Uint8Array {
  const body = new Out().u8(2).u16(Math.round(bins.centre * 100))
  for (let band = 0; band < TABLE_BANDS; band++) body.decimal(bins.width[band]!).decimal(bins.zero[band]!)
  return segment(marker.quantisation, body)
}

export function writeTable(id: number, { counts, symbols }: CodeTable): Uint8Array {
  const body = new Out().u8(id)
  for (const byte of [...counts, ...symbols]) body.u8(byte)
  return segment(marker.huffman, body)
}

export const writeBlockHead = (table: number): Uint8Array => segment(marker.block, new Out().u8(table))

export function writeComment(text: string): Uint8Array {
  const body = new Out()
  for (const byte of Buffer.from(text, 'latin1')) body.u8(byte)
  return segment(marker.comment, body)
}

/** Bytes being read; every step beyond the end is damage. */
export class In {
  readonly bytes: Uint8Array
  at: number
  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }
  get left(): number {
    return this.bytes.length - this.at
  }
  u8(): number {
    if (this.at >= this.bytes.length) throw new Damaged('ends too early')
    return this.bytes[this.at++]!
  }
  u16(): number {
    return this.u8() * 256 + this.u8()
  }
  u32(): number {
    return this.u16() * 65_536 + this.u16()
  }
  decimal(): number {
    const exponent = this.u8()
    return this.u16() / 10 ** exponent
  }
  /** The body of a segment whose marker is read. */
  body(): In {
    const length = this.u16() - 2
    if (length < 0 || length > this.left) throw new Damaged('a segment is longer than the file')
    this.at += length
    return new In(this.bytes.subarray(this.at - length, this.at))
  }
}

export function readFrame(body: In): Frame {
  body.u16()
  const height = body.u16()
  const width = body.u16()
  return { width, height, shift: body.decimal(), scale: body.decimal(), encoder: body.u8() }
}

export function readFilters(body: In): Filters {
  const lengths = [body.u8(), body.u8()]
  if (lengths.some((length) => length % 2 === 0 || length > 31)) {
    throw new Damaged(`filters of ${lengths.join(' and ')} taps; only odd ones up to 31 are known`)
  }
  const taps = (length: number): HalfFilter =>
    Array.from({ length: (length + 1) / 2 }, () => {
      const sign = body.u8() === 0 ? 1 : -1
      const exponent = body.u8()
      return (sign * body.u32()) / 10 ** exponent
    })
  return { low: taps(lengths[0]!), high: taps(lengths[1]!) }
}

export function readBins(body: In): Bins {
  const centre = body.decimal()
  const width: number[] = []
  const zero: number[] = []
  for (let band = 0; band < TABLE_BANDS; band++) {
    width.push(body.decimal())
    zero.push(body.decimal())
  }
  return { width, zero, centre }
}

/** All tables of one segment: it may hold several. */
export function readTables(body: In, into: Map<number, CodeTable>): void {
  while (body.left > 0) {
    const id = body.u8()
    const counts = Array.from({ length: 16 }, () => body.u8())
    const symbols = Array.from({ length: counts.reduce((sum, count) => sum + count, 0) }, () => body.u8())
    into.set(id, { counts, symbols })
  }
}
