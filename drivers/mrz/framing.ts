/** How a reader marks a read: an optional first byte, and the byte that ends it. */
export type Framing = { start?: number; end: number }

/** STX … ETX around the whole read, lines parted by CR: what most desk readers send as delivered. */
export const STX_ETX: Framing = { start: 0x02, end: 0x03 }
/** Every line ended by CR, as a keyboard wedge types it. */
export const CR_LINES: Framing = { end: 0x0d }

/** Three lines of 30 are the longest MRZ; some readers add a prefix or checksum. More is no read (bytes). */
const LONGEST_FRAME = 256
/** Fewer stray bytes between frames than this are a plug's noise, more are a read that lost its frame. */
const STRAY_BYTES = 8

export type Framer = {
  /** The frames that these bytes complete, without their marks; `null` stands for one that was garbage. */
  feed(bytes: Uint8Array): (string | null)[]
  /** The line has fallen quiet: true if something unfinished was thrown away. */
  quiet(): boolean
}

/** Cuts a stream of bytes into frames. */
export function framer(framing: Framing): Framer {
  let inside = framing.start === undefined
  let held = ''
  let stray = 0
  const reset = () => {
    inside = framing.start === undefined
    held = ''
  }
  return {
    feed(bytes) {
      const frames: (string | null)[] = []
      for (const byte of bytes) {
        if (byte === framing.start) {
          if (inside && held !== '') frames.push(null)
          inside = true
          held = ''
          stray = 0
        } else if (!inside) {
          stray++
        } else if (byte === framing.end) {
          frames.push(held)
          reset()
        } else if (held.length >= LONGEST_FRAME) {
          frames.push(null)
          reset()
        } else {
          held += String.fromCharCode(byte)
        }
      }
      return frames
    },
    quiet() {
      const lost = held.trim() !== '' || stray >= STRAY_BYTES
      stray = 0
      reset()
      return lost
    },
  }
}
