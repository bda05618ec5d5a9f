/** A small repeatable random source (mulberry32): the same seed gives the same finger on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Smooth noise in −1…1: random values on a lattice of `cell` pixels, joined by cubic steps. */
export function smoothNoise(width: number, height: number, cell: number, random: () => number): Float32Array {
  const columns = Math.ceil(width / cell) + 2
  const rows = Math.ceil(height / cell) + 2
  const lattice = Float32Array.from({ length: columns * rows }, () => random() * 2 - 1)
  const out = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell)
    const v = ease(y / cell - row)
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / cell)
      const u = ease(x / cell - column)
      const at = row * columns + column
      const top = lattice[at]! * (1 - u) + lattice[at + 1]! * u
      const bottom = lattice[at + columns]! * (1 - u) + lattice[at + columns + 1]! * u
      out[y * width + x] = top * (1 - v) + bottom * v
    }
  }
  return out
}

function ease(t: number): number {
  return t * t * (3 - 2 * t)
}
