/** The test country's passports by when they were made: older ones stay in use for ten years, so a box meets them all. */
import type { ChipOptions } from './security-files.ts'

/** brainpoolP256r1, by its id in Doc 9303-11 §9.5.1. */
const BRAINPOOL_256 = 13
/** The longest answer of the newer chips (bytes). */
const LONG_ANSWERS = 4_096

const all = {
  /** Opened by the printed lines alone; nothing proves that the chip is no copy. */
  basic: {},
  /** The same, and the chip signs with a key of its own. */
  signing: { activeAuthentication: 'rsa' },
  /** PACE with BAC kept for older readers; the chip proves itself with a key in DG14. */
  pace: {
    pace: [{ mapping: 'GM', suite: 'AES-128', parameters: BRAINPOOL_256 }],
    chipAuthentication: { suite: 'AES-128', parameters: BRAINPOOL_256 },
    extended: LONG_ANSWERS,
  },
  /** PACE only, with the proof built into it, and active authentication beside it. */
  newest: {
    pace: [{ mapping: 'CAM', suite: 'AES-256', parameters: BRAINPOOL_256 }],
    bac: false,
    activeAuthentication: 'ec',
    extended: LONG_ANSWERS,
  },
} satisfies Record<string, ChipOptions>

export type Series = keyof typeof all

export const series: Readonly<Record<Series, ChipOptions>> = all
