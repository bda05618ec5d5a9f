import { createRequire } from 'node:module'
import type { Gpio } from 'onoff'
import { Fault } from '../../device/contract/faults.ts'

const require = createRequire(import.meta.url)

/** One GPIO line as the kernel's sysfs numbers it: a chip's `base` and the offset on it, added. */
export type LineConfig = { line: number; activeLow?: boolean }

/** One output line: a relay, a lamp. Off when it is opened and when it is closed. */
export type Output = { set(on: boolean): void; close(): void }

/** Opens a line. Throws `Fault('gpio.gone')` where the machine has no such line. */
export function openOutput({ line, activeLow = false }: LineConfig): Output {
  let gpio: Gpio
  try {
    // Loaded here: its native part is missing on machines that have no GPIO at all.
    const { Gpio } = require('onoff') as typeof import('onoff')
    gpio = new Gpio(line, 'low', 'none', { activeLow })
    gpio.writeSync(0)
  } catch (error) {
    throw new Fault('gpio.gone', `line ${line}: ${(error as Error).message.split('\n')[0]}`)
  }
  return {
    set: (on) => gpio.writeSync(on ? 1 : 0),
    close() {
      gpio.writeSync(0)
      gpio.unexport()
    },
  }
}
