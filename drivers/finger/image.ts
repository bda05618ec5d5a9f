/** A fingerprint as the sensor sees it. */
export type FingerImage = {
  width: number
  height: number
  /** Pixels per inch. */
  ppi: number
  /** 8-bit gray, row by row from the top; ridges dark, background light. */
  pixels: Uint8Array
  /** The sensor's own WSQ of it, where the sensor compresses; then `pixels` are what it decodes to. */
  wsq?: Uint8Array
}

/** Makes pixels of WSQ, or says why it cannot. Handed in by whoever has a decoder. */
export type DecodeWsq = (bytes: Uint8Array) => FingerImage | string

/** SFM modules scan at 500 ppi; the image header does not say so. */
export const SFM_PPI = 500

/** `UFImage`: seven 32-bit numbers before the pixels (API Specification 3.9). */
export const IMAGE_HEADER_BYTES = 28
const FORMAT_GRAY = 0
/** No module of the family has a larger side (pixels). */
const MOST_SIDE = 2_000

export function encodeImage(image: FingerImage): Uint8Array {
  const bytes = new Uint8Array(IMAGE_HEADER_BYTES + image.pixels.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, image.width, true)
  view.setUint32(4, image.height, true)
  view.setUint32(16, FORMAT_GRAY, true)
  view.setUint32(20, image.pixels.length, true)
  bytes.set(image.pixels, IMAGE_HEADER_BYTES)
  return bytes
}

/** WSQ begins with this (SOI, IAFIS-IC-0110). */
const isWsq = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xa0

/**
 * The image in what a scan returned, or why it is none. The manual does not say whether WSQ stands behind the header of 28
 * bytes or by itself: both are taken.
 */
export function decodeImage(bytes: Uint8Array, decodeWsq?: DecodeWsq): FingerImage | string {
  const header = bytes.length >= IMAGE_HEADER_BYTES ? headerOf(bytes) : null
  // Asked before WSQ: a white pixel beside a gray one looks like its beginning.
  if (header?.format === FORMAT_GRAY && header.sound && bytes.length >= header.end) {
    const { width, height, end } = header
    return { width, height, ppi: SFM_PPI, pixels: bytes.slice(IMAGE_HEADER_BYTES, end) }
  }
  const wsq = [bytes, bytes.subarray(IMAGE_HEADER_BYTES)].find(isWsq)
  if (wsq) {
    if (!decodeWsq) return 'WSQ, which was not asked for'
    const image = decodeWsq(wsq)
    return typeof image === 'string' ? `WSQ that ${image}` : { ...image, ppi: SFM_PPI, wsq: Uint8Array.from(wsq) }
  }
  if (!header) return 'image without a header'
  if (header.format !== FORMAT_GRAY) return `image format ${header.format} instead of 8-bit gray`
  const size = `image of ${header.width}×${header.height}`
  return header.sound ? `${size} in ${bytes.length} bytes` : size
}

function headerOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const width = view.getUint32(0, true)
  const height = view.getUint32(4, true)
  const sound = width > 0 && height > 0 && width <= MOST_SIDE && height <= MOST_SIDE
  return { width, height, format: view.getUint32(16, true), sound, end: IMAGE_HEADER_BYTES + width * height }
}
