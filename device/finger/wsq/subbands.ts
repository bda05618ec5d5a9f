/** A rectangle of the transformed picture (pixels). */
export type Area = { x: number; y: number; width: number; height: number }

/** An area that is split in four, with the high band first along an axis whose spectrum the split before turned round. */
export type Split = Area & { flipX: boolean; flipY: boolean }

/** How a picture of one size is taken apart: the splits in the order of analysis, and the bands they end in. */
export type Layout = { splits: Split[]; bands: Area[] }

/** Subbands that are coded; the four of the highest frequencies (60–63) are always dropped. */
export const BANDS = 60
/** The quantisation table has a place for all 64. */
export const TABLE_BANDS = 64
/** The first band of the second and of the third block of coded data. */
export const BLOCK_STARTS = [0, 19, 52, BANDS] as const

/** Where each half of a line of `length` lies: the low band has the odd sample. */
function halves(from: number, length: number, flip: boolean): [number, number][] {
  const low = Math.ceil(length / 2)
  const first = flip ? length - low : low
  return [
    [from, first],
    [from + first, length - first],
  ]
}

/**
 * The four quarters of a split, row by row. A quarter that came out of a high-pass is turned round along that axis, which
 * its own split takes back, so that bands lie in the order of their frequencies.
 */
function quarters(of: Split): [Split, Split, Split, Split] {
  const columns = halves(of.x, of.width, of.flipX)
  const rows = halves(of.y, of.height, of.flipY)
  const at = (column: number, row: number): Split => ({
    x: columns[column]![0],
    width: columns[column]![1],
    y: rows[row]![0],
    height: rows[row]![1],
    flipX: column === 1,
    flipY: row === 1,
  })
  return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)]
}

/** WSQ's decomposition tree: five levels where ridges live, fewer for the finest detail. */
export function layout(width: number, height: number): Layout {
  const splits: Split[] = []
  const split = (of: Split) => {
    splits.push(of)
    return quarters(of)
  }
  const all = split({ x: 0, y: 0, width, height, flipX: false, flipY: false })
  const [low, right, below] = all
  const [lowest, lowRight, lowBelow, band51] = split(low)
  const [first, ...others] = split(lowest)
  const [deepest, ...nearby] = split(first)
  const bands: Area[] = [...split(deepest), ...nearby]
  for (const part of others) bands.push(...split(part))
  for (const part of [lowRight, lowBelow]) for (const quarter of split(part)) bands.push(...split(quarter))
  bands.push(band51, ...split(right), ...split(below))
  return { splits, bands }
}
