import type { PortraitMove } from '../../contract/portrait.ts'
import type { FaceMeasure } from '../view.ts'

/** A head counts as turned from this on, and as straight again within that (degrees from where it looked at the beginning). */
const TURNED = 11
const STRAIGHT = 6
/**
 * Eyes count as shut below this part of what they were at the beginning. Of the 15 persons of the Yale Face Database all have
 * lower ones with shut eyes (0.53 at the most) and none with any other face (a laugh's 0.62 at the least).
 */
const SHUT = 0.58
/** So long may one move take; then it counts as not done, and the caseworker is told (ms). */
export const MOVE_LIMIT_MS = 8_000

/** Of one look at a face, what the challenge needs. */
export type Look = Pick<FaceMeasure, 'yaw' | 'eyeOpenness'>

export type Challenge = {
  moves: readonly PortraitMove[]
  /** Which move is asked for now; equal to the number of moves when all are over. */
  at: number
  since: number
  /** `asked`: false when the head never came back from the move before. */
  done: readonly { move: PortraitMove; done: boolean; asked: boolean; ms: number }[]
  /** How the face looked when the challenge began, and whether it has looked so again since the last move. */
  first: Look
  straight: boolean
  /** How often the head turned where it was not asked to, and whether it does so now. */
  wrong: number
  astray: boolean
}

/**
 * A turn to one side, a turn to the other or not, and shut eyes, in an order that `random` (0 to 1, from a good source) makes:
 * ten orders, none of which a recording can know.
 */
export function beginChallenge(random: () => number, { yaw, eyeOpenness }: Look, now: number): Challenge {
  const turn: PortraitMove = random() < 0.5 ? 'turn-left' : 'turn-right'
  const other: PortraitMove = turn === 'turn-left' ? 'turn-right' : 'turn-left'
  const moves: PortraitMove[] = random() < 0.5 ? [turn] : [turn, other]
  moves.splice(Math.floor(random() * (moves.length + 1)), 0, 'close-eyes')
  return {
    moves,
    at: 0,
    since: now,
    done: [],
    first: { yaw, eyeOpenness },
    straight: true,
    wrong: 0,
    astray: false,
  }
}

/** What is asked now: a move, or null to look straight again (also when all is over). */
export function asked({ moves, at, straight }: Challenge): PortraitMove | null {
  return straight ? (moves[at] ?? null) : null
}

export const isOver = ({ moves, at }: Challenge): boolean => at >= moves.length

/** A turn that was not asked for: the other way, or any while the eyes are to be shut or the head comes back. */
function strays(challenge: Challenge, turned: number): boolean {
  if (Math.abs(turned) <= TURNED) return false
  // Coming back from the last move the head is still on that side.
  const move = challenge.straight ? challenge.moves[challenge.at] : challenge.moves[challenge.at - 1]
  return move === 'close-eyes' || move === (turned > 0 ? 'turn-right' : 'turn-left')
}

/** After one more look. Pure. Positive yaw is towards the picture's right, which is the citizen's left. */
export function nextLook(challenge: Challenge, face: Look | null, now: number): Challenge {
  const move = challenge.moves[challenge.at]
  if (move === undefined) return challenge
  const ended = (done: boolean): Challenge => ({
    ...challenge,
    at: challenge.at + 1,
    since: now,
    straight: false,
    done: [...challenge.done, { move, done, asked: challenge.straight, ms: now - challenge.since }],
  })
  if (now - challenge.since > MOVE_LIMIT_MS) return ended(false)
  if (!face) return challenge
  const { first } = challenge
  const turned = face.yaw - first.yaw
  const away = strays(challenge, turned)
  if (away !== challenge.astray) {
    const wrong = challenge.wrong + (away ? 1 : 0)
    return nextLook({ ...challenge, wrong, astray: away }, face, now)
  }
  const eyes = face.eyeOpenness / Math.max(1e-6, first.eyeOpenness)
  if (!challenge.straight) {
    const straight = Math.abs(turned) < STRAIGHT && eyes > SHUT
    return straight ? { ...challenge, straight, since: now } : challenge
  }
  const shut = eyes < SHUT && Math.abs(turned) < STRAIGHT
  const did = move === 'close-eyes' ? shut : move === 'turn-left' ? turned > TURNED : turned < -TURNED
  return did ? ended(true) : challenge
}
