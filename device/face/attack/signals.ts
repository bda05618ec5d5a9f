import type { PortraitSignal } from '../../contract/portrait.ts'
import type { ScreenCues } from '../view.ts'
import type { Challenge } from './challenge.ts'
import type { Depth } from './depth.ts'
import type { Following } from './lamp.ts'

/**
 * Limits tried on the synthetic portraits, shown by themselves, on a drawn telephone and on a sheet of paper (tests/bench/face.ts).
 * No ISO/IEC 30107-3 level stands behind them: masks, bent prints and good replays are not tried.
 */
const FLAT = 0.1
/** A plane that fits worse than this is no plane, and says nothing about one. */
const MISFIT = 0.2
const GRID = 5
/** People mix up left and right; a film that goes on whatever is asked turns wrongly again and again. */
const WRONG_TURNS = 2
const SIDES = 4
/**
 * Of a face's brightness, with the exposure locked: somebody before a lamp loses more than the first without it, in step; the
 * glass of a screen reflects less than the second. Tried with the virtual camera only (tests/soak/attacks.ts).
 */
const FOLLOWS = 0.04
const IN_STEP = 0.8
const SHINES = 0.015

export type Looked = {
  challenge: Challenge | null
  /** Straight look against turned look, where somebody turned. */
  depth: Depth | null
  cues: ScreenCues | null
  /** Distance of the face that did what was asked from the face in the picture; null where nothing was asked. */
  sameFace: { distance: number; threshold: number } | null
  /** How the face followed the lamp; `works`: somebody's face did lately, so that a lamp that is broken is nobody's fault. */
  lamp: (Following & { works: boolean }) | null
}

/** All signals of one portrait: what speaks for or against a live person, for the caseworker, never a decision. Pure. */
export function attackSignals({ challenge, depth, cues, sameFace, lamp }: Looked): PortraitSignal[] {
  const undone = challenge?.done.filter(({ done }) => !done) ?? []
  // Not everybody can shut the eyes when asked, and glasses may hide it: alone they speak for nobody and against nobody.
  const against = undone.some(({ move, asked }) => move !== 'close-eyes' || !asked)
  const wrong = challenge?.wrong ?? 0
  const over = challenge !== null && challenge.at >= challenge.moves.length
  return [
    {
      signal: 'challenge',
      // A still picture does nothing that is asked; but neither does somebody who cannot turn the head.
      is: !over ? 'unclear' : against || wrong >= WRONG_TURNS ? 'suspicious' : undone.length ? 'unclear' : 'live',
      measured: { asked: challenge?.moves.length ?? 0, undone: undone.length, wrong },
    },
    {
      signal: 'depth',
      is: !depth || depth.misfit > MISFIT ? 'unclear' : depth.parallax < FLAT ? 'suspicious' : 'live',
      measured: depth ? { parallax: depth.parallax, misfit: depth.misfit } : {},
    },
    {
      signal: 'same-face',
      is: !sameFace ? 'unclear' : sameFace.distance < sameFace.threshold ? 'live' : 'suspicious',
      measured: sameFace ? { distance: sameFace.distance, threshold: sameFace.threshold } : {},
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
    {
      signal: 'lamp',
      // Paper follows as skin does: this one speaks about screens.
      is: !lamp ? 'unclear' : follows(lamp) ? 'live' : lamp.works && lamp.follows < SHINES ? 'suspicious' : 'unclear',
      measured: lamp ? { follows: lamp.follows, inStep: lamp.inStep } : {},
    },
  ]
}

/** Whether a face's brightness went with the lamp. */
export function follows(lamp: Following): boolean {
  return lamp.follows > FOLLOWS && lamp.inStep > IN_STEP
}
