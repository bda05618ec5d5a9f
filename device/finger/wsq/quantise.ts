import { type Area, BANDS, type Layout, TABLE_BANDS } from './subbands.ts'

/** For each band the width of a bin and of the bin around zero; 0 where the band is not coded. */
export type Bins = { width: number[]; zero: number[]; centre: number }

/** Where in its bin a value is put back (of the bin's width): coefficients lie nearer to zero than to the middle. */
export const BIN_CENTRE = 0.44
/** Bands with less variance than this carry nothing and are not coded. */
const LEAST_VARIANCE = 1.01
/** The zero bin is this much wider than the others. */
const ZERO_BIN = 1.2
/** A picture whose four lowest bands vary less than this in all is measured whole, not only in its middle. */
const FLAT_PICTURE = 20_000
/** The load factor γ: the quantiser's range in standard deviations. */
const LOAD = 2.5
/** Weights of bands 52–59, which the eye sees less of. All others weigh 1. */
const FINE_WEIGHTS = [1.32, 1.08, 1.42, 1.08, 1.32, 1.42, 1.08, 1.08]

/** Each band's share of the picture's pixels. */
const share = (band: number): number => (band < 4 ? 1 / 1024 : band < 51 ? 1 / 256 : 1 / 16)

function variance(data: Float32Array, pitch: number, { x, y, width, height }: Area): number {
  let sum = 0
  let squares = 0
  for (let row = y; row < y + height; row++) {
    for (let at = row * pitch + x; at < row * pitch + x + width; at++) {
      sum += data[at]!
      squares += data[at]! * data[at]!
    }
  }
  const count = width * height
  return count < 2 ? 0 : (squares - (sum * sum) / count) / (count - 1)
}

/** The middle of a band, where the finger is. */
function middle({ x, y, width, height }: Area): Area {
  return {
    x: x + Math.floor(width / 8),
    y: y + Math.floor((9 * height) / 32),
    width: Math.floor((3 * width) / 4),
    height: Math.floor((7 * height) / 16),
  }
}

function variances(data: Float32Array, pitch: number, { bands }: Layout): number[] {
  const whole = () => bands.map((band) => variance(data, pitch, band))
  // In a picture of few pixels the lowest bands have no middle.
  if (middle(bands[0]!).width * middle(bands[0]!).height < 2) return whole()
  const inMiddle = bands.map((band) => variance(data, pitch, middle(band)))
  const lowest = inMiddle.slice(0, 4).reduce((sum, value) => sum + value, 0)
  return lowest < FLAT_PICTURE ? whole() : inMiddle
}

/** Bin widths that give `bpp` bits a pixel by WSQ's model of the bands; the file comes out smaller. */
export function chooseBins(data: Float32Array, pitch: number, layout: Layout, bpp: number): Bins {
  const spread = variances(data, pitch, layout)
  const coded = spread.flatMap((value, band) => (value >= LEAST_VARIANCE ? [band] : []))
  const relative = spread.map((value, band) =>
    band < 4 ? 1 : 10 / ((band < 52 ? 1 : FINE_WEIGHTS[band - 52]!) * Math.log(value)),
  )
  let scale = 1
  // Bands that would get no bits leave, and what they had is shared out among the rest, until all have some.
  for (let live = coded; live.length > 0; ) {
    const total = live.reduce((sum, band) => sum + share(band), 0)
    const product = live.reduce(
      (sum, band) => sum + share(band) * Math.log(Math.sqrt(spread[band]!) / relative[band]!),
      0,
    )
    scale = 2 ** (bpp / total - 1) / LOAD / Math.exp(product / total)
    const next = live.filter((band) => relative[band]! / scale < 2 * LOAD * Math.sqrt(spread[band]!))
    if (next.length === live.length) break
    live = next
  }
  const width = new Array<number>(TABLE_BANDS).fill(0)
  for (const band of coded) width[band] = relative[band]! / scale
  return { width, zero: width.map((value) => ZERO_BIN * value), centre: BIN_CENTRE }
}

/** A coefficient of more than this cannot be written. */
const MOST = 32_767

/** The coded bands' coefficients in whole numbers, band after band, row after row. */
export function quantise(data: Float32Array, pitch: number, { bands }: Layout, bins: Bins): Int16Array[] {
  return bands.slice(0, BANDS).map((band, number) => {
    const bin = bins.width[number]!
    if (bin === 0) return new Int16Array(0)
    const half = bins.zero[number]! / 2
    const out = new Int16Array(band.width * band.height)
    let to = 0
    for (let row = band.y; row < band.y + band.height; row++) {
      for (let at = row * pitch + band.x; at < row * pitch + band.x + band.width; at++) {
        const value = data[at]!
        if (value > half) out[to] = Math.min(MOST, Math.floor((value - half) / bin) + 1)
        else if (value < -half) out[to] = Math.max(-MOST, Math.ceil((value + half) / bin) - 1)
        to++
      }
    }
    return out
  })
}

/** The inverse of `quantise`, as near as it can be. Bands that are not coded stay zero. */
export function restore(
  coefficients: Int16Array,
  pitch: number,
  height: number,
  layout: Layout,
  bins: Bins,
): Float32Array {
  const data = new Float32Array(pitch * height)
  let from = 0
  for (let number = 0; number < BANDS; number++) {
    const bin = bins.width[number]!
    if (bin === 0) continue
    const band = layout.bands[number]!
    const half = bins.zero[number]! / 2
    for (let row = band.y; row < band.y + band.height; row++) {
      for (let at = row * pitch + band.x; at < row * pitch + band.x + band.width; at++) {
        const value = coefficients[from++]!
        if (value > 0) data[at] = bin * (value - bins.centre) + half
        else if (value < 0) data[at] = bin * (value + bins.centre) - half
      }
    }
  }
  return data
}
