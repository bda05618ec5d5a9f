import { setTimeout as sleep } from 'node:timers/promises'
import { openInput } from './input.ts'
import { type LineConfig, openOutput } from './output.ts'

/** A presenter's motor starts at a pulse and draws the paper in by itself (ms). */
const PULSE_MS = 500
/** The paper is inside within this (ms), looked at this often. */
const DRAWN_MS = 4_000
const LOOK_MS = 100

export type TrayConfig = {
  /** Active while paper lies in the tray or the presenter's mouth. */
  paper: LineConfig
  /** A pulse draws it back. */
  retract?: LineConfig
}

export type Tray = {
  /** Whether paper lies there now. */
  lies(): boolean
  readonly canRetract: boolean
  /** Draws the paper back; resolves with whether it is gone. */
  retract(): Promise<boolean>
  close(): void
}

/** The presenter's sensor and motor. Throws `Fault('gpio.gone')` where a configured line is missing. */
export function createTray({ paper, retract }: TrayConfig): Tray {
  const sensor = openInput(paper)
  const motor = retract && openOutput(retract)
  const lies = () => sensor.active()
  return {
    lies,
    canRetract: motor !== undefined,
    async retract() {
      if (!motor) return !lies()
      motor.set(true)
      await sleep(PULSE_MS)
      motor.set(false)
      for (let waited = 0; lies() && waited < DRAWN_MS; waited += LOOK_MS) await sleep(LOOK_MS)
      return !lies()
    },
    close() {
      sensor.close()
      motor?.close()
    },
  }
}
