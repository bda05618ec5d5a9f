import type { Readable } from 'node:stream'

/** Reads a stream by the line first and then by the byte, never more than the caller takes. */
export function byteReader(stream: Readable) {
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)
  const fill = async (): Promise<boolean> => {
    if (rest.length > 0) return true
    const { value, done } = await source.next()
    if (done) return false
    rest = value
    return rest.length > 0 || fill()
  }
  return {
    /** Up to the next line feed; null when the stream ends, or the line is longer than `max` bytes. */
    async line(max: number): Promise<string | null> {
      let text = ''
      while (text.length <= max && (await fill())) {
        const end = rest.indexOf(10)
        text += rest.subarray(0, end < 0 ? undefined : end).toString('latin1')
        rest = rest.subarray(end < 0 ? rest.length : end + 1)
        if (end >= 0) return text
      }
      return null
    },
    /** Between 1 and `n` bytes; null at the end. */
    async more(n: number): Promise<Buffer | null> {
      if (!(await fill())) return null
      const chunk = rest.subarray(0, n)
      rest = rest.subarray(chunk.length)
      return chunk
    },
  }
}
