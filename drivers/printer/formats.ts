import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Fault } from '../../device/contract/faults.ts'
import { type Attributes, words } from './ipp.ts'
import { type GrayPage, pwgRaster, urf } from './raster.ts'

/** In what a printer is told what to print; `dpi` for the two made of dots. */
export type PaperFormat =
  | { is: 'pdf'; type: 'application/pdf' }
  | { is: 'pwg'; type: 'image/pwg-raster'; dpi: number }
  | { is: 'urf'; type: 'image/urf'; dpi: number }

/** Letters of a certificate are clear at this, and a page is 8.7 MB of gray (dpi). */
const WANTED_DPI = 300
/** Rendering one page takes a second on a box; longer is a broken file (ms). */
const RENDER_MS = 30_000
/** What has to be asked for `formatOf`. */
export const FORMAT_ATTRIBUTES = [
  'document-format-supported',
  'pwg-raster-document-resolution-supported',
  'pwg-raster-document-type-supported',
  'urf-supported',
]

/** PDF where the printer takes it, else dots in gray. Throws `printer.refused` when it takes neither. */
export function formatOf(printer: Attributes): PaperFormat {
  const types = words(printer['document-format-supported'])
  if (types.includes('application/pdf')) return { is: 'pdf', type: 'application/pdf' }
  const gray = words(printer['pwg-raster-document-type-supported'])
  if (types.includes('image/pwg-raster') && (gray.length === 0 || gray.includes('sgray_8')))
    return { is: 'pwg', type: 'image/pwg-raster', dpi: nearest(resolutions(printer)) }
  const urfWords = words(printer['urf-supported'])
  if (types.includes('image/urf') && (urfWords.length === 0 || urfWords.includes('W8')))
    return { is: 'urf', type: 'image/urf', dpi: nearest(urfResolutions(urfWords)) }
  throw new Fault('printer.refused', 'it takes neither PDF nor PWG raster nor URF in gray')
}

const nearest = (dpis: readonly number[]) =>
  dpis.toSorted((a, b) => Math.abs(a - WANTED_DPI) - Math.abs(b - WANTED_DPI))[0] ?? WANTED_DPI

/** `[x, y, unit]`, one or several, square ones only; unit 3 is dots per inch. */
function resolutions(printer: Attributes): number[] {
  const value: unknown = printer['pwg-raster-document-resolution-supported']
  const list = Array.isArray(value) ? (Array.isArray(value[0]) ? value : [value]) : []
  return list.flatMap((one) => {
    const [x, y] = one as unknown[]
    return typeof x === 'number' && x === y ? [x] : []
  })
}

/** `RS300-600`: the resolutions. */
const urfResolutions = (words: readonly string[]) =>
  words.flatMap((word) => (/^RS\d/.test(word) ? word.slice(2).split('-').map(Number) : []))

/** The document in the printer's format. Throws `printer.refused` when it cannot be drawn. */
export async function inFormat(pdf: Buffer, format: PaperFormat): Promise<Buffer> {
  if (format.is === 'pdf') return pdf
  const pages = await render(pdf, format.dpi)
  return format.is === 'pwg' ? pwgRaster(pages, format.dpi) : urf(pages, format.dpi)
}

/** By poppler, in memory: nothing of a citizen's paper touches a disk. */
async function render(pdf: Buffer, dpi: number): Promise<GrayPage[]> {
  const child = spawn('pdftoppm', ['-gray', '-r', String(dpi), '-'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: RENDER_MS,
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stdin.on('error', () => {}) // It may end before it has read everything.
  child.stdin.end(pdf)
  const ended = once(child, 'close').catch((error) => {
    throw new Fault('printer.refused', 'pdftoppm (poppler-utils) is not installed', { cause: error })
  })
  const [code] = (await ended) as [number | null]
  const pages = code === 0 ? readPgm(Buffer.concat(chunks)) : []
  if (pages.length === 0) throw new Fault('printer.refused', 'the paper could not be drawn as dots')
  return pages
}

/** Binary PGM (`P5 width height 255`), one page after the other. */
function readPgm(bytes: Buffer): GrayPage[] {
  const pages: GrayPage[] = []
  for (let at = 0; at < bytes.length; ) {
    const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', at, at + 60))
    if (!head) break
    const [width, height] = [Number(head[1]), Number(head[2])]
    const from = at + head[0].length
    at = from + width * height
    pages.push({ width, height, pixels: bytes.subarray(from, at) })
  }
  return pages
}
