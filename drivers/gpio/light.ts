import type { LineConfig } from './output.ts'
import { openOutput } from './output.ts'

export type LightConfig = {
  /** A lamp that may shine for minutes: on while somebody looks into the camera. */
  soft?: LineConfig
  /** A lamp for the still only: lines of a flash's optocoupler, or a bright panel. */
  flash?: LineConfig
}

export type Light = {
  readonly hasSoft: boolean
  readonly hasFlash: boolean
  soft(on: boolean): void
  flash(on: boolean): void
  /** Both off; the lines are given back. */
  close(): void
}

/** The lamps around the camera. Throws `Fault('gpio.gone')` where a configured line is missing. */
export function createLight({ soft, flash }: LightConfig): Light {
  const lamps = { soft: soft && openOutput(soft), flash: flash && openOutput(flash) }
  return {
    hasSoft: lamps.soft !== undefined,
    hasFlash: lamps.flash !== undefined,
    soft: (on) => lamps.soft?.set(on),
    flash: (on) => lamps.flash?.set(on),
    close() {
      lamps.soft?.close()
      lamps.flash?.close()
    },
  }
}
