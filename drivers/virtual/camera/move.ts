/** What a person does before the camera: the head's turn in degrees (positive: to the citizen's left), the lids 0 open to 1 shut. */
export type Pose = { turn: number; lids: number }
export const STILL: Pose = { turn: 0, lids: 0 }

/** A head as a ball that is wider than deep, with a nose on it, all in eye distances: about the mean of faces. */
const HEAD = { radius: 1.35, depth: 1.1 }
const NOSE = { out: 0.5, width: 0.26, from: 0.5, height: 0.36 }
/**
 * Lids, in eye distances from the eye's middle: from `above` (the brow stays) the upper lid's skin is drawn down, until what
 * was at `upper`, above the lashes, lies at `line`; they follow within `lashes`, and of the eye itself nothing is left: down to
 * `below` there is the skin from under it. `wide` is half the eye.
 */
const LID = { above: -0.34, upper: -0.12, line: 0.07, lashes: 0.04, below: 0.14, wide: 0.32 }
/** Below the chin the turn fades out over this much: shoulders stay. */
const NECK = 0.5

/** How far the head's surface stands out towards the camera. */
function depth(u: number, v: number): number {
  const ball = Math.sqrt(Math.max(0, 1 - (u / HEAD.radius) ** 2)) * HEAD.depth
  if (Math.abs(u) > 3 * NOSE.width || v < -1 || v > 2) return ball - HEAD.depth * 0.5
  const nose = NOSE.out * Math.exp(-((u / NOSE.width) ** 2) - ((v - NOSE.from) / NOSE.height) ** 2)
  return ball + nose - HEAD.depth * 0.5
}

/**
 * Where in the straight picture the point (`u`, `v`) of the moved one comes from; in eye distances from the middle of the
 * eyes, `chin` likewise. A turn shows the nose's parallax as a head does and a sheet does not.
 */
export function sourceOf(u: number, v: number, chin: number, { turn, lids }: Pose): readonly [u: number, v: number] {
  let x = u
  if (turn !== 0) {
    const angle = (turn * Math.PI) / 180
    const part = 1 - Math.min(1, Math.max(0, (v - chin) / NECK))
    const [sin, cos] = [Math.sin(angle) * part, Math.cos(angle * part)]
    for (let i = 0; i < 3; i++) x = (u - depth(x, v) * sin) / cos
    // At the far side the ball's rim has no more picture to show.
    x = Math.max(-HEAD.radius - 1, Math.min(HEAD.radius + 1, x))
  }
  if (lids <= 0) return [x, v]
  const across = Math.abs(x - (x < 0 ? -0.5 : 0.5)) / LID.wide
  const part = lids * Math.min(1, Math.max(0, (1 - across) * 4))
  return [x, v + (lidOf(v) - v) * part]
}

function lidOf(v: number): number {
  const { above, upper, line, lashes, below } = LID
  if (v <= above || v >= below + lashes) return v
  if (v < line) return above + ((v - above) * (upper - above)) / (line - above)
  if (v < line + lashes) return upper + (v - line)
  return below + ((v - line - lashes) * lashes) / (below - line)
}
