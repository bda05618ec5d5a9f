import type { FaceMeasure } from '../view.ts'

/** What the citizen is asked to do, in an order that nobody knows before. */
export type Action = 'turn-left' | 'turn-right' | 'blink'
const ACTIONS: readonly Action[] = ['turn-left', 'turn-right', 'blink']

/** A head counts as turned from this on, and as straight again within that (degrees). */
const TURNED = 15
const STRAIGHT = 8
/** An eye counts as shut when its opening falls below this part of what it was at the beginning. */
const SHUT = 0.55
/** So long may one action take; then it counts as not done, and the caseworker is told (ms). */
export const ACTION_LIMIT_MS = 8_000

export type Challenge = {
  actions: readonly Action[]
  /** Which action is asked for now; equal to the number of actions when all are over. */
  at: number
  since: number
  done: readonly { action: Action; done: boolean; ms: number }[]
  /** The eyes' opening when the challenge began, and whether the head has been straight since the last action. */
  open: number
  straight: boolean
}

/** A challenge of one turn, one blink and the other turn or not, shuffled by `random` (0 to 1, from a good source). */
export function beginChallenge(random: () => number, face: FaceMeasure, now: number): Challenge {
  const actions = [...ACTIONS]
  for (let i = actions.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [actions[i]!, actions[j]!]
    actions[i] = b
    actions[j] = a
  }
  const turn = actions.findIndex((one) => one !== 'blink')
  const asked = actions.filter((one, i) => one === 'blink' || i === turn || random() < 0.5)
  return { actions: asked, at: 0, since: now, done: [], open: face.eyeOpenness, straight: true }
}

/** After one more look. Pure. Positive yaw is towards the picture's right, which is the citizen's left. */
export function nextLook(challenge: Challenge, face: FaceMeasure | null, now: number): Challenge {
  const action = challenge.actions[challenge.at]
  if (action === undefined) return challenge
  const ended = (done: boolean): Challenge => ({
    ...challenge,
    at: challenge.at + 1,
    since: now,
    straight: false,
    done: [...challenge.done, { action, done, ms: now - challenge.since }],
  })
  if (now - challenge.since > ACTION_LIMIT_MS) return ended(false)
  if (!face) return challenge
  if (!challenge.straight) return { ...challenge, straight: Math.abs(face.yaw) < STRAIGHT }
  const shut = face.eyeOpenness < SHUT * challenge.open && Math.abs(face.yaw) < TURNED
  const did = action === 'blink' ? shut : action === 'turn-left' ? face.yaw > TURNED : face.yaw < -TURNED
  return did ? ended(true) : challenge
}
