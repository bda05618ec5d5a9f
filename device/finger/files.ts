import sharp from 'sharp'
import type { GrayImage } from './image.ts'
import { decodeWsq } from './wsq/decode.ts'

/** A picture from a file. `saidPpi` is false when the file names no resolution and 500 was taken. */
export type Read = { is: 'image'; image: GrayImage; saidPpi: boolean } | { is: 'unusable'; why: string }

/** Fingers are scanned at this resolution where a file does not say (pixels per inch). */
const USUAL_PPI = 500
/** More pixels than any card of ten prints has: protects against a file that claims to be huge. */
const MOST_PIXELS = 100_000_000

const unusable = (why: string): Read => ({ is: 'unusable', why })

/** A finger's picture from WSQ, PGM or anything sharp reads (PNG first of all), in 8-bit gray. */
export async function readPicture(bytes: Uint8Array): Promise<Read> {
  if (bytes[0] === 0xff && bytes[1] === 0xa0) {
    const decoded = decodeWsq(bytes)
    return decoded.is === 'image' ? { ...decoded, saidPpi: true } : unusable(`WSQ that ${decoded.why}`)
  }
  const netpbm = /^P([1-7])\s/.exec(Buffer.from(bytes.subarray(0, 3)).toString('latin1'))
  return netpbm ? readNetpbm(bytes, Number(netpbm[1])) : readOther(bytes)
}

function readNetpbm(bytes: Uint8Array, kind: number): Read {
  if (kind === 1 || kind === 4) return unusable('one bit a pixel; a finger needs 8-bit gray')
  if (kind !== 5) return unusable(`Netpbm kind P${kind}; only binary gray (P5) is read`)
  const head = /^P5(?:\s+|#[^\n]*\n)+(\d+)(?:\s+|#[^\n]*\n)+(\d+)(?:\s+|#[^\n]*\n)+(\d+)\s/.exec(
    Buffer.from(bytes.subarray(0, 1024)).toString('latin1'),
  )
  if (!head) return unusable('PGM without a proper head')
  const [width, height, most] = head.slice(1).map(Number) as [number, number, number]
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) return unusable(`PGM of ${width} × ${height} pixels`)
  if (most < 1 || most > 65_535) return unusable(`PGM with ${most} grays`)
  const size = most > 255 ? 2 : 1
  const data = bytes.subarray(head[0].length)
  if (data.length < width * height * size) return unusable('PGM that ends before its last row')
  const pixels = new Uint8Array(width * height)
  for (let at = 0; at < pixels.length; at++) {
    const value = size === 2 ? data[2 * at]! * 256 + data[2 * at + 1]! : data[at]!
    pixels[at] = most === 255 ? value : Math.round((Math.min(value, most) * 255) / most)
  }
  return { is: 'image', image: { width, height, ppi: USUAL_PPI, pixels }, saidPpi: false }
}

async function readOther(bytes: Uint8Array): Promise<Read> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' })
    const { density, bitsPerSample, hasAlpha, pages } = await picture.metadata()
    if (bitsPerSample === 1) return unusable('one bit a pixel; a finger needs 8-bit gray')
    if ((pages ?? 1) > 1) return unusable(`${pages} pictures in one file`)
    const opaque = hasAlpha ? picture.flatten({ background: '#fff' }) : picture
    const { data, info } = await opaque
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const image = {
      width: info.width,
      height: info.height,
      ppi: Math.round(density ?? USUAL_PPI),
      pixels: new Uint8Array(data),
    }
    return { is: 'image', image, saidPpi: density !== undefined }
  } catch (error) {
    // What sharp says names libraries and offsets; its first line is the reason.
    return unusable(`no picture that can be read (${String((error as Error).message).split('\n')[0]})`)
  }
}

/** Binary gray Netpbm. */
export function writePgm({ width, height, pixels }: GrayImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels])
}
