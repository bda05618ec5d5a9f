import type { Minutia } from '../minutiae/find.ts'

/** How alike two fingers are: 0 (strangers) … 1 (the same picture), and how many minutiae lie on each other. */
export type Likeness = { score: number; paired: number }

/** Two minutiae may lie so far apart (pixels) and point so far apart (radians) and be one: skin stretches. */
const NEAR_PX = 13
const ALIKE = Math.PI / 8
/** One finger is not laid down further turned than this from one time to the next (radians). */
const MOST_TURN = Math.PI / 4
/** Steps in which turns and shifts are counted together (radians, pixels). */
const TURN_STEP = Math.PI / 20
const SHIFT_STEP = 12
/** So many of the most frequent turns and shifts are tried out in full. */
const TRIED = 12
/** Fewer pairs than this are chance, however few minutiae there are. */
const LEAST_PAIRED = 6

type Move = { turn: number; dx: number; dy: number }

const signed = (angle: number): number => {
  const whole = ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)
  return whole > Math.PI ? whole - 2 * Math.PI : whole
}

/**
 * Compares the minutiae of two pictures at 500 ppi: every pair of minutiae votes for the turn and shift that would lay one
 * on the other; the most wanted ones are tried, and the best counts. For the same finger shown twice within one visit; it
 * identifies nobody. Its measured errors on virtual fingers stand in tests/bench/finger.ts.
 */
export function likeness(a: readonly Minutia[], b: readonly Minutia[]): Likeness {
  let best: Likeness = { score: 0, paired: 0 }
  for (const move of wanted(a, b)) {
    const now = tryOut(a, b, move)
    if (now.score > best.score) best = now
  }
  return best
}

const turned = ({ x, y }: Minutia, turn: number) => ({
  x: x * Math.cos(turn) - y * Math.sin(turn),
  y: x * Math.sin(turn) + y * Math.cos(turn),
})

/** The most frequent moves, each the mean of those who wanted about the same. */
function wanted(a: readonly Minutia[], b: readonly Minutia[]): Move[] {
  const bins = new Map<string, Move & { votes: number }>()
  for (const one of a) {
    for (const other of b) {
      const turn = signed(other.angle - one.angle)
      if (Math.abs(turn) > MOST_TURN) continue
      const step = Math.round(turn / TURN_STEP)
      const from = turned(one, step * TURN_STEP)
      const [dx, dy] = [other.x - from.x, other.y - from.y]
      // Each vote counts in the neighbouring shifts too, so that no edge between bins parts what belongs together.
      for (const sx of [Math.floor(dx / SHIFT_STEP), Math.ceil(dx / SHIFT_STEP)]) {
        for (const sy of [Math.floor(dy / SHIFT_STEP), Math.ceil(dy / SHIFT_STEP)]) {
          const key = `${step} ${sx} ${sy}`
          const bin = bins.get(key) ?? { turn: step * TURN_STEP, dx: 0, dy: 0, votes: 0 }
          bins.set(key, { ...bin, dx: bin.dx + dx, dy: bin.dy + dy, votes: bin.votes + 1 })
        }
      }
    }
  }
  return [...bins.values()]
    .sort((p, q) => q.votes - p.votes)
    .slice(0, TRIED)
    .map(({ turn, dx, dy, votes }) => ({ turn, dx: dx / votes, dy: dy / votes }))
}

function tryOut(a: readonly Minutia[], b: readonly Minutia[], { turn, dx, dy }: Move): Likeness {
  const moved = a.map((one) => {
    const { x, y } = turned(one, turn)
    return { x: x + dx, y: y + dy, angle: one.angle + turn }
  })
  const pairs: { i: number; j: number; far: number }[] = []
  moved.forEach((one, i) => {
    b.forEach((other, j) => {
      const far = Math.hypot(one.x - other.x, one.y - other.y)
      if (far <= NEAR_PX && Math.abs(signed(one.angle - other.angle)) <= ALIKE) pairs.push({ i, j, far })
    })
  })
  pairs.sort((p, q) => p.far - q.far)
  const used = { i: new Set<number>(), j: new Set<number>() }
  for (const { i, j } of pairs) {
    if (used.i.has(i) || used.j.has(j)) continue
    used.i.add(i)
    used.j.add(j)
  }
  const paired = used.i.size
  if (paired < LEAST_PAIRED) return { score: 0, paired }
  // Only what lies where the other picture has finger too could have been paired.
  const inOther = overlap(moved, b)
  const inOne = overlap(b, moved)
  return { score: (paired * paired) / Math.max(1, inOther * inOne), paired }
}

type Spot = { x: number; y: number }

/** How many of `of` lie within the spread of `among`, and a little beyond. */
function overlap(of: readonly Spot[], among: readonly Spot[]): number {
  const xs = among.map(({ x }) => x)
  const ys = among.map(({ y }) => y)
  const [left, right] = [Math.min(...xs) - NEAR_PX, Math.max(...xs) + NEAR_PX]
  const [top, bottom] = [Math.min(...ys) - NEAR_PX, Math.max(...ys) + NEAR_PX]
  return of.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom).length
}
