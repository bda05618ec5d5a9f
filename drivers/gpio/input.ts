import { createRequire } from 'node:module'
import type { Gpio } from 'onoff'
import { Fault } from '../../device/contract/faults.ts'
import type { LineConfig } from './output.ts'

const require = createRequire(import.meta.url)

/** One input line: a switch, a sensor. */
export type Input = { active(): boolean; close(): void }

/** Opens a line. Throws `Fault('gpio.gone')` where the machine has no such line. */
export function openInput({ line, activeLow = false }: LineConfig): Input {
  let gpio: Gpio
  try {
    // Loaded here: its native part is missing on machines that have no GPIO at all.
    const { Gpio } = require('onoff') as typeof import('onoff')
    gpio = new Gpio(line, 'in', 'none', { activeLow })
    gpio.readSync()
  } catch (error) {
    throw new Fault('gpio.gone', `line ${line}: ${(error as Error).message.split('\n')[0]}`)
  }
  return { active: () => gpio.readSync() === 1, close: () => gpio.unexport() }
}
