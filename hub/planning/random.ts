/** A stream of numbers in the open interval (0, 1). */
export type Stream = () => number

/** What one stream is for: each purpose has numbers of its own, so that two scenarios meet the same citizens. */
export const purposes = { walkIn: 1, walkInTrait: 2, slot: 3, booked: 4, request: 5, dayLevel: 6, events: 7 } as const

/**
 * A repeatable stream keyed by whole numbers (seed, run, day, purpose): sfc32 started from a mixed key. Equal keys give
 * equal numbers whatever else the simulation does: this is what makes paired comparison (common random numbers) work.
 */
export function stream(...key: number[]): Stream {
  let hash = 0x9e3779b9
  const word = () => {
    hash = (hash + 0x6d2b79f5) | 0
    let mixed = Math.imul(hash ^ (hash >>> 15), hash | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) | 0
  }
  for (const part of key) {
    // A seed may be larger than 32 bits: both halves count.
    hash = Math.imul(hash ^ part, 0x85ebca6b) ^ Math.trunc(part / 4_294_967_296)
    hash = word()
  }
  let a = word()
  let b = word()
  let c = word()
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return ((sum >>> 0) + 0.5) / 4_294_967_296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}
