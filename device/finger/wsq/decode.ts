import type { GrayImage } from '../image.ts'
import { BitReader, Damaged } from './bits.ts'
import { MOST_PIXELS } from './encode.ts'
import { type CodeTable, decoder } from './huffman.ts'
import { type Bins, restore } from './quantise.ts'
import { type Frame, In, marker, readBins, readFilters, readFrame, readTables } from './segments.ts'
import { BANDS, type Layout, layout } from './subbands.ts'
import { readBlock } from './symbols.ts'
import { type Filters, reconstruct } from './wavelet.ts'

export type Decoded = { is: 'image'; image: GrayImage } | { is: 'damaged'; why: string }

/** What the stream holds, before it becomes a picture. */
export type Contents = {
  frame: Frame
  filters: Filters
  bins: Bins
  plan: Layout
  coefficients: Int16Array
  ppi: number
}

/** Where no comment tells, fingers are scanned at this resolution (pixels per inch). */
const USUAL_PPI = 500

/** The picture in a WSQ stream. Never throws on what the bytes hold: damage comes back as such, with its reason. */
export function decodeWsq(bytes: Uint8Array): Decoded {
  try {
    const contents = readWsq(bytes)
    return { is: 'image', image: picture(contents) }
  } catch (error) {
    if (error instanceof Damaged) return { is: 'damaged', why: error.message }
    throw error
  }
}

/** Takes the stream apart. Throws `Damaged`. */
export function readWsq(bytes: Uint8Array): Contents {
  const input = new In(bytes)
  if (input.left < 2 || input.u16() !== marker.start) throw new Damaged('is not WSQ: it does not begin with FFA0')
  const tables = new Map<number, CodeTable>()
  let filters: Filters | undefined
  let bins: Bins | undefined
  let frame: Frame | undefined
  let open: { plan: Layout; coefficients: Int16Array } | undefined
  let filled = 0
  let ppi = USUAL_PPI
  for (;;) {
    const code = input.u16()
    if (code === marker.end) break
    const body = input.body()
    if (code === marker.transform) filters = readFilters(body)
    else if (code === marker.quantisation) bins = readBins(body)
    else if (code === marker.huffman) readTables(body, tables)
    else if (code === marker.comment) ppi = saidPpi(body) ?? ppi
    else if (code === marker.frame) {
      if (frame) throw new Damaged('has two frames')
      frame = readFrame(body)
    } else if (code === marker.block) {
      if (!frame || !bins) throw new Damaged('has data before its tables')
      const table = tables.get(body.u8())
      if (!table) throw new Damaged('has data without its code table')
      open ??= room(frame, bins)
      const reader = new BitReader(bytes, input.at)
      filled = readBlock(reader, decoder(table), open.coefficients, filled)
      input.at = reader.at
    } else if (code !== marker.restart) throw new Damaged(`has an unknown marker ${code.toString(16)}`)
  }
  if (!frame || !filters || !bins) throw new Damaged('lacks its frame or a table')
  open ??= room(frame, bins)
  if (filled !== open.coefficients.length) throw new Damaged('has less data than the picture needs')
  return { frame, filters, bins, ...open, ppi }
}

function room({ width, height }: Frame, bins: Bins): { plan: Layout; coefficients: Int16Array } {
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) {
    throw new Damaged(`claims to be ${width} × ${height} pixels`)
  }
  const plan = layout(width, height)
  const count = plan.bands
    .slice(0, BANDS)
    .reduce((sum, band, number) => sum + (bins.width[number] === 0 ? 0 : band.width * band.height), 0)
  return { plan, coefficients: new Int16Array(count) }
}

function picture({ frame, filters, bins, plan, coefficients, ppi }: Contents): GrayImage {
  const { width, height, shift, scale } = frame
  const data = restore(coefficients, width, height, plan, bins)
  reconstruct(data, width, height, plan, filters)
  const pixels = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at++) {
    pixels[at] = Math.max(0, Math.min(255, Math.floor(data[at]! * scale + shift + 0.5)))
  }
  return { width, height, ppi, pixels }
}

/** The resolution that a NISTCOM comment names. */
function saidPpi(body: In): number | undefined {
  const text = Buffer.from(body.bytes).toString('latin1')
  const said = text.startsWith('NIST_COM') ? /^PPI (\d{1,5})$/m.exec(text) : null
  const ppi = Number(said?.[1] ?? 0)
  return ppi > 0 ? ppi : undefined
}
