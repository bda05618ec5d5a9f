import type { PortraitWay } from '../contract/portrait.ts'
import { PORTRAIT_TARGET, type PortraitTarget } from './guide.ts'

/** How a portrait is taken of somebody: what guidance asks for, how long it must be good, and what is not asked at all. */
export type Manner = {
  target: PortraitTarget
  /** All must be good for this long before the picture is taken by itself (ms). */
  holdMs: number
  /** Whether the moves are asked that tell a face from a picture of one. */
  challenge: boolean
}

const usual: Manner = { target: PORTRAIT_TARGET, holdMs: 1_000, challenge: true }

/** Anything that does not come from the citizen's own control is not asked for; light, distance and place are. */
const relaxed: PortraitTarget = {
  ...PORTRAIT_TARGET,
  roll: 20,
  yaw: 22,
  pitch: 25,
  eyeOpenness: 0,
  mouthOpen: 1,
  centre: { ...PORTRAIT_TARGET.centre, slack: 0.18 },
}

/**
 * Small children are held up and look where they like; whoever cannot hold still or keep the eyes open has no use for being told
 * to. Two seconds of whatever they do are looked through for the best moments, and the caseworker judges them. Head coverings and glasses change nothing in what
 * is measured: no measure here sees them, so the caseworker is told.
 */
const manners: Record<PortraitWay, Manner> = {
  headwear: usual,
  glasses: usual,
  'small-child': { target: relaxed, holdMs: 2_000, challenge: false },
  'hard-to-hold': { target: relaxed, holdMs: 2_000, challenge: false },
}

export const mannerOf = (way: PortraitWay | null): Manner => (way === null ? usual : manners[way])

/** Below this age nobody stands still on request; the way for small children is then the usual one (years): photo stands serve from about 3 to 5. */
const SMALL_CHILD_YEARS = 4

export const usualWay = (age: number | null): PortraitWay | null =>
  age !== null && age < SMALL_CHILD_YEARS ? 'small-child' : null
