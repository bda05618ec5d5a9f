import sharp from 'sharp'

/** One sample of the pen: position in the box (0–1 of its width and of its height), time (ms), pressure if known. */
export type Sample = { x: number; y: number; t: number; p?: number }
export type Stroke = readonly Sample[]
export type SignatureCheck = { is: 'ok' } | { is: 'too-little' }

/** The box on paper (mm): three to one, as it stands in the passport form. */
const WIDTH_MM = 60
const HEIGHT_MM = 20
/** Resolution at which the document printers take it (dots per inch). */
const DPI = 600
/** A ball pen's line (mm), and how thin and broad it gets where a pen tells its pressure. */
const PEN_MM = 0.5
const THIN_MM = 0.3
const BROAD_MM = 0.8

/** A screen gives some 120 samples a second: a minute of writing. More is no signature but an attack on memory. */
const MOST_SAMPLES = 8_000
const MOST_STROKES = 200

/** Less ink than this (mm) is a dot, a tick or a slip; the shortest names written small come to 40. */
const LEAST_INK_MM = 25
/** It must reach over this much of the box (mm): more than one letter. */
const LEAST_WIDTH_MM = 8
/** All ink nearer than this (mm) to one straight line is a stroke, not a name. */
const LEAST_BEND_MM = 1.2

/** In millimetres; `w` is the line's width there. */
type Point = { x: number; y: number; w: number }

/** The strokes in millimetres, or the reason why they cannot be strokes at all. */
function inMillimetres(strokes: readonly Stroke[]): Point[][] | string {
  if (strokes.length > MOST_STROKES) return `more than ${MOST_STROKES} strokes`
  let samples = 0
  const drawn: Point[][] = []
  for (const stroke of strokes) {
    samples += stroke.length
    if (samples > MOST_SAMPLES) return `more than ${MOST_SAMPLES} samples`
    for (const { x, y, p } of stroke) {
      if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return 'a sample outside the box'
      if (p !== undefined && !(p >= 0 && p <= 1)) return 'a pressure beyond 0–1'
    }
    if (stroke.length > 0) drawn.push(stroke.map((sample) => inBox(sample, hasPressure(strokes))))
  }
  return drawn
}

/**
 * Fingers and mice tell no pressure, or the same all the time (0, 0.5 or 1 by browser): then the line has one width.
 */
function hasPressure(strokes: readonly Stroke[]): boolean {
  return new Set(strokes.flatMap((stroke) => stroke.map(({ p }) => p))).size > 2
}

/** In millimetres; at the box's edge moved in by half the line's width, so that nothing is cut off. */
function inBox({ x, y, p }: Sample, pressed: boolean): Point {
  const w = pressed && p !== undefined ? THIN_MM + (BROAD_MM - THIN_MM) * p : PEN_MM
  const within = (value: number, side: number) => Math.max(w / 2, Math.min(side - w / 2, value * side))
  return { x: within(x, WIDTH_MM), y: within(y, HEIGHT_MM), w }
}

/**
 * Whether this can be a signature: enough ink, spread out, and not one straight line. Says nothing about whose it is.
 * Strokes that no pen in the box can have made (out of range, endless) count as too little.
 */
export function checkSignature(strokes: readonly Stroke[]): SignatureCheck {
  const drawn = inMillimetres(strokes)
  if (typeof drawn === 'string') return { is: 'too-little' }
  const points = drawn.flat()
  const xs = points.map(({ x }) => x)
  const width = xs.reduce((most, x) => Math.max(most, x), 0) - xs.reduce((least, x) => Math.min(least, x), WIDTH_MM)
  const enough = inkLength(drawn) >= LEAST_INK_MM && width >= LEAST_WIDTH_MM && bend(points) >= LEAST_BEND_MM
  return { is: enough ? 'ok' : 'too-little' }
}

function inkLength(drawn: readonly Point[][]): number {
  let length = 0
  for (const stroke of drawn) {
    for (let i = 1; i < stroke.length; i++) {
      length += Math.hypot(stroke[i]!.x - stroke[i - 1]!.x, stroke[i]!.y - stroke[i - 1]!.y)
    }
  }
  return length
}

/** The greatest distance of a point from the line that fits all of them best (mm). */
function bend(points: readonly Point[]): number {
  if (points.length === 0) return 0
  const cx = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const cy = points.reduce((sum, { y }) => sum + y, 0) / points.length
  let xx = 0
  let yy = 0
  let xy = 0
  for (const { x, y } of points) {
    xx += (x - cx) ** 2
    yy += (y - cy) ** 2
    xy += (x - cx) * (y - cy)
  }
  const turn = Math.atan2(2 * xy, xx - yy) / 2
  return points.reduce(
    (most, { x, y }) => Math.max(most, Math.abs((y - cy) * Math.cos(turn) - (x - cx) * Math.sin(turn))),
    0,
  )
}

/**
 * The signature as a 1-bit PNG, black on white, 60 × 20 mm at 600 dpi (1417 × 472 pixels), its lines smoothed. Throws a
 * `RangeError` on strokes that no pen in the box can have made; check them first.
 */
export async function renderSignature(strokes: readonly Stroke[]): Promise<Buffer> {
  const drawn = inMillimetres(strokes)
  if (typeof drawn === 'string') throw new RangeError(`signature: ${drawn}`)
  const width = Math.round((WIDTH_MM / 25.4) * DPI)
  const height = Math.round((HEIGHT_MM / 25.4) * DPI)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}">
<rect width="100%" height="100%" fill="#fff"/>
<g fill="none" stroke="#000" stroke-linecap="round" stroke-linejoin="round">
${drawn.map(line).join('\n')}
</g></svg>`
  return sharp(Buffer.from(svg))
    .toColourspace('b-w')
    .threshold(128)
    .withMetadata({ density: DPI })
    .png({ palette: true, colours: 2 })
    .toBuffer()
}

/** One path where the width stays the same; else a piece for each sample, as wide as it was pressed. */
function line(stroke: readonly Point[]): string {
  const path = (d: string, w: number) => `<path d="${d}" stroke-width="${w.toFixed(3)}"/>`
  const first = stroke[0]!
  if (stroke.every(({ w }) => w === first.w)) return path(`M${at(first)}${smooth(stroke).join('')}`, first.w)
  let from = first
  return smooth(stroke)
    .map((piece, i) => {
      const drawn = path(`M${at(from)}${piece}`, stroke[Math.min(i + 1, stroke.length - 1)]!.w)
      const [here, there] = [stroke[i + 1], stroke[i + 2]]
      if (here && there) from = middle(here, there)
      return drawn
    })
    .join('')
}

const at = ({ x, y }: Point) => `${x.toFixed(3)} ${y.toFixed(3)}`
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, w: b.w })

/** Pieces of a path through the middles between samples, the samples being control points: no corners, no overshoot. */
function smooth(stroke: readonly Point[]): string[] {
  const last = stroke[stroke.length - 1]!
  const pieces: string[] = []
  for (let i = 1; i < stroke.length - 1; i++)
    pieces.push(`Q${at(stroke[i]!)} ${at(middle(stroke[i]!, stroke[i + 1]!))}`)
  return [...pieces, `L${at(last)}`]
}
