/** What a stream is when it is not WSQ, or damaged. */
export class Damaged extends Error {}

/** Bits into bytes, the highest first. A zero byte follows every 0xFF, so that no marker appears by chance (JPEG's way). */
export class BitWriter {
  readonly #bytes: number[] = []
  #waiting = 0
  #count = 0

  put(value: number, bits: number): void {
    for (let left = bits; left > 0; ) {
      const take = Math.min(8 - this.#count, left)
      this.#waiting = (this.#waiting << take) | ((value >>> (left - take)) & ((1 << take) - 1))
      this.#count += take
      left -= take
      if (this.#count === 8) this.#out()
    }
  }

  #out(): void {
    this.#bytes.push(this.#waiting)
    if (this.#waiting === 0xff) this.#bytes.push(0)
    this.#waiting = 0
    this.#count = 0
  }

  /** All bytes; the last one is filled up with ones, which no code begins with whole. */
  end(): Uint8Array {
    while (this.#count > 0) this.put(1, 1)
    return Uint8Array.from(this.#bytes)
  }
}

export class BitReader {
  readonly #bytes: Uint8Array
  #at: number
  #byte = 0
  #count = 0

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  /** Where the next marker stands, once the data before it is read. */
  get at(): number {
    return this.#at
  }

  /** The next bit, or −1 when a marker stands where the next byte should. */
  bit(): number {
    if (this.#count === 0) {
      if (this.#at >= this.#bytes.length) throw new Damaged('ends in the middle of its data')
      const byte = this.#bytes[this.#at]!
      if (byte === 0xff) {
        if (this.#bytes[this.#at + 1] !== 0) return -1
        this.#at++
      }
      this.#at++
      this.#byte = byte
      this.#count = 8
    }
    this.#count--
    return (this.#byte >> this.#count) & 1
  }

  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const bit = this.bit()
      if (bit < 0) throw new Damaged('a number is cut off by a marker')
      value = value * 2 + bit
    }
    return value
  }
}
