/** One look at a face while the box's lamp goes off and on: when it was taken (ms), and how bright the skin was. */
export type LampLook = { at: number; brightness: number }
/** From `at` (ms) on the lamp was told to be so. */
export type LampSwitch = { at: number; on: boolean }

export type Following = {
  /** How much darker the face is without the lamp, as a part of its brightness; about 0 where it shines by itself. */
  follows: number
  /** How well its brightness goes with the lamp, −1 to 1: people who sway change too, but not in step. */
  inStep: number
}

/** A picture comes so much later than its light: relay, lamp, sensor, and whatever else the machine does (ms). */
const LATEST_MS = 1_000
const LAG_STEP_MS = 25
/** Fewer looks than this on either side say nothing. */
const LEAST_LOOKS = 4

/**
 * How a face's brightness follows a lamp that was switched at moments nobody could know, at the delay at which it does so best.
 * Skin and paper follow, a screen shines by itself; the exposure must be locked meanwhile. Null with too few looks. Pure.
 */
export function followingOf(looks: readonly LampLook[], switches: readonly LampSwitch[]): Following | null {
  let best: Following | null = null
  for (let lag = 0; lag <= LATEST_MS; lag += LAG_STEP_MS) {
    const on: number[] = []
    const off: number[] = []
    for (const { at, brightness } of looks) {
      const last = switches.findLast((one) => one.at <= at - lag)
      if (last) (last.on ? on : off).push(brightness)
    }
    if (Math.min(on.length, off.length) < LEAST_LOOKS) continue
    const [lit, dark] = [mean(on), mean(off)]
    const whole = mean([...on, ...off])
    const spread = Math.sqrt(mean([...on, ...off].map((value) => (value - whole) ** 2)))
    const share = on.length / (on.length + off.length)
    const inStep = spread > 0 ? ((lit - dark) * Math.sqrt(share * (1 - share))) / spread : 0
    if (!best || inStep > best.inStep) best = { follows: (lit - dark) / Math.max(1, lit), inStep }
  }
  return best
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length
}
