/**
 * How much of a call the line carries: a picture, a small picture, sound alone, or writing alone. Steps down at once when the
 * line is bad and up again, one step at a time, when it has been good for a while. Pure; times in ms.
 */
export const levels = ['picture', 'small', 'voice', 'text'] as const
export type Level = (typeof levels)[number]

/** One look at the line: shares of packets lost on the way out, round trip, and whether anything goes through at all. */
export type Sample = { lost: number; rttMs: number | null; alive: boolean }

export type LevelState = {
  level: Level
  /** Looks in a row that were bad, and since when all were good. */
  bad: number
  goodSince: number | null
  /** How long it must be good before the next step up; longer after a step that was too early. */
  patience: number
  raisedAt: number | null
}

/** Good for this long before the next step up (ms); doubled each time a step up was too early. */
export const PATIENCE_MS = 8_000
const PATIENCE_MAX_MS = 64_000
/** A step up that does not hold this long was too early (ms). */
const HOLDS_MS = 10_000
/** One bad look may be a hiccup. */
const BAD_LOOKS = 2

/** What each level bears: shares lost, and round trip (ms) beyond which talking is a strain. */
const bears: Record<Level, { lost: number; rttMs: number }> = {
  picture: { lost: 0.06, rttMs: 700 },
  small: { lost: 0.15, rttMs: 1_200 },
  voice: { lost: 0.35, rttMs: 3_000 },
  text: { lost: Number.POSITIVE_INFINITY, rttMs: Number.POSITIVE_INFINITY },
}

export const startLevel: LevelState = {
  level: 'picture',
  bad: 0,
  goodSince: null,
  patience: PATIENCE_MS,
  raisedAt: null,
}

export function nextLevel(state: LevelState, sample: Sample, now: number): LevelState {
  const at = levels.indexOf(state.level)
  const limit = bears[state.level]
  const bad = !sample.alive || sample.lost > limit.lost || (sample.rttMs ?? 0) > limit.rttMs
  if (bad) {
    const looks = state.bad + 1
    if (looks < BAD_LOOKS || at === levels.length - 1) return { ...state, bad: looks, goodSince: null }
    const early = state.raisedAt !== null && now - state.raisedAt < HOLDS_MS
    const patience = early ? Math.min(state.patience * 2, PATIENCE_MAX_MS) : state.patience
    return { level: levels[at + 1]!, bad: 0, goodSince: null, patience, raisedAt: null }
  }
  const goodSince = state.goodSince ?? now
  const above = levels[at - 1]
  // Whether the level above would hold shows only by trying; the loss must at least be what it bears.
  const fit = above !== undefined && sample.lost <= bears[above].lost && (sample.rttMs ?? 0) <= bears[above].rttMs
  if (fit && now - goodSince >= state.patience)
    return { level: above, bad: 0, goodSince: now, patience: state.patience, raisedAt: now }
  const settled = state.raisedAt !== null && now - state.raisedAt >= HOLDS_MS
  return { ...state, bad: 0, goodSince, ...(settled ? { patience: PATIENCE_MS, raisedAt: null } : {}) }
}

/** The worse of two. */
export const worse = (a: Level, b: Level): Level => (levels.indexOf(a) > levels.indexOf(b) ? a : b)
