/** JPEG 2000 portraits, as many states issue them: made with the encoder of the decoder we read them with. */
import { createRequire } from 'node:module'

type Encoder = {
  getDecodedBuffer(frame: {
    width: number
    height: number
    bitsPerSample: number
    componentCount: number
    isSigned: boolean
  }): Uint8Array
  setQuality(lossless: boolean, rate: number): void
  encode(): void
  getEncodedBuffer(): Uint8Array
  delete(): void
}

/** A bare code stream of interleaved RGB bytes. `bytes`: about how long it may be. */
export async function encodeJpeg2000(
  rgb: Uint8Array,
  width: number,
  height: number,
  bytes = 15_000,
): Promise<Uint8Array> {
  const load = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg') as () => Promise<{
    J2KEncoder: new () => Encoder
  }>
  const { J2KEncoder } = await load()
  const encoder = new J2KEncoder()
  try {
    const frame = { width, height, bitsPerSample: 8, componentCount: 3, isSigned: false }
    encoder.getDecodedBuffer(frame).set(rgb)
    encoder.setQuality(false, rgb.length / bytes)
    encoder.encode()
    return Uint8Array.from(encoder.getEncodedBuffer())
  } finally {
    encoder.delete()
  }
}
