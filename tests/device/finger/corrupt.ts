import { seeded } from '../../../drivers/virtual/random.ts'

/** The same bytes with some of them changed, cut off, repeated or lost; the same every time for one seed. */
export function corrupt(bytes: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed)
  const out = Uint8Array.from(bytes)
  const at = () => Math.floor(random() * out.length)
  for (let changes = Math.floor(random() * 8); changes >= 0; changes--) {
    // Half of the damage falls on the first eighth, where the tables are.
    const place = random() < 0.5 ? Math.floor(at() / 8) : at()
    out[place] = random() < 0.3 ? 0xff : Math.floor(random() * 256)
  }
  const kind = random()
  if (kind < 0.2) return out.subarray(0, at())
  if (kind < 0.3) return Buffer.concat([out.subarray(0, at()), out.subarray(at())])
  return out
}
