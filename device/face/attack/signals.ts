import type { Challenge } from './challenge.ts'
import type { Depth } from './depth.ts'
import type { ScreenCues } from './screen.ts'

/** One thing that speaks for or against a live person, with what was measured; for the caseworker, never a decision. */
export type Signal = {
  signal: 'challenge' | 'depth' | 'border' | 'grid'
  /** `unclear`: not asked, or nothing could be measured. */
  is: 'live' | 'suspicious' | 'unclear'
  measured: Record<string, number>
}

/**
 * Limits tried on the synthetic portraits, shown by themselves, on a drawn telephone and on a sheet of paper (tests/bench/face.ts).
 * No ISO/IEC 30107-3 level stands behind them: masks, bent prints and good replays are not tried.
 */
const FLAT = 0.1
const GRID = 10
const SIDES = 4

/** All signals of one visit. Pure. */
export function attackSignals(
  challenge: Challenge | null,
  depth: Depth | null,
  cues: ScreenCues | null,
): readonly Signal[] {
  const undone = challenge?.done.filter(({ done }) => !done).length ?? 0
  const over = challenge !== null && challenge.at >= challenge.actions.length
  return [
    {
      signal: 'challenge',
      // A still picture does nothing that is asked; but neither does somebody who cannot turn the head.
      is: !over ? 'unclear' : undone === 0 ? 'live' : 'suspicious',
      measured: { asked: challenge?.actions.length ?? 0, undone },
    },
    {
      signal: 'depth',
      is: !depth || depth.misfit > FLAT * 2 ? 'unclear' : depth.parallax < FLAT ? 'suspicious' : 'live',
      measured: depth ? { parallax: depth.parallax, misfit: depth.misfit } : {},
    },
    {
      signal: 'border',
      // No border says nothing: it may lie outside the picture.
      is: cues && cues.borderSides >= SIDES ? 'suspicious' : 'unclear',
      measured: cues ? { sides: cues.borderSides } : {},
    },
    {
      signal: 'grid',
      is: cues && cues.grid > GRID ? 'suspicious' : 'unclear',
      measured: cues ? { grid: cues.grid } : {},
    },
  ]
}
