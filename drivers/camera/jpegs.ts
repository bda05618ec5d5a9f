/** A frame larger than this is no frame but lost bytes: a 4K MJPEG frame is about 4 MB. */
const MAX_FRAME_BYTES = 16_000_000

/**
 * Cuts a stream of JPEGs that follow each other (ffmpeg's `-f mjpeg`) into pictures. Walks the segments instead of
 * looking for FF D8 and FF D9 only: cameras put thumbnails, JPEGs themselves, into APP segments.
 */
export function createJpegSplitter(): (chunk: Buffer) => Buffer[] {
  let buffer: Buffer = Buffer.alloc(0)
  /** Where in `buffer` the walk goes on, and whether it is inside entropy-coded data. */
  let at = 0
  let inScan = false

  /** The first position after the end of the picture that starts at 0, or -1 when more bytes are needed. */
  function walk(): number {
    for (;;) {
      if (inScan) {
        const marker = buffer.indexOf(0xff, at)
        if (marker < 0 || marker + 1 >= buffer.length) {
          // A segment's length may have led past what has come so far.
          at = marker < 0 ? Math.max(at, buffer.length) : marker
          return -1
        }
        const code = buffer[marker + 1]!
        // FF 00 is a data byte, FF D0–D7 restart markers, FF FF fill.
        const data = code === 0 || (code >= 0xd0 && code <= 0xd7)
        at = code === 0xff ? marker + 1 : data ? marker + 2 : marker
        if (!data && code !== 0xff) inScan = false
        continue
      }
      if (at + 4 > buffer.length && !(buffer[at + 1] === 0xd9 && at + 2 <= buffer.length)) return -1
      const code = buffer[at + 1]!
      if (buffer[at] !== 0xff) return at + 1
      if (code === 0xd9) return at + 2
      if (code === 0xd8 || code === 0xff) {
        at += code === 0xd8 ? 2 : 1
        continue
      }
      at += 2 + buffer.readUInt16BE(at + 2)
      if (code === 0xda) inScan = true
      if (at > buffer.length) return -1
    }
  }

  return (chunk) => {
    buffer = buffer.length ? Buffer.concat([buffer, chunk]) : chunk
    const pictures: Buffer[] = []
    for (;;) {
      if (at === 0) {
        const start = buffer.indexOf('ffd8ff', 0, 'hex')
        if (start < 0) {
          // The last two bytes may be the beginning of the next start.
          buffer = buffer.subarray(Math.max(0, buffer.length - 2))
          return pictures
        }
        buffer = buffer.subarray(start)
      }
      const end = walk()
      if (end < 0) {
        if (buffer.length <= MAX_FRAME_BYTES) return pictures
        buffer = Buffer.alloc(0)
      } else {
        const whole = buffer[end - 1] === 0xd9 && buffer[end - 2] === 0xff
        // A copy, so that a kept picture does not hold the pipe's buffers.
        if (whole) pictures.push(Buffer.from(buffer.subarray(0, end)))
        buffer = buffer.subarray(end)
      }
      at = 0
      inScan = false
    }
  }
}
