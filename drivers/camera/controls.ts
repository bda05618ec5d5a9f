import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** An ioctl takes microseconds; a camera that is being unplugged can hold one for this long (ms). */
const LIMIT_MS = 1_500

/** What must not move while pictures are taken: the switch that makes it automatic, and the value it then keeps. */
type Lock = { auto: string; manual: number; value: string }

/** Names as the kernel has them since 5.18, then as before. `exposure`: 1 is V4L2_EXPOSURE_MANUAL. */
const LOCKS: readonly Lock[] = [
  { auto: 'auto_exposure', manual: 1, value: 'exposure_time_absolute' },
  { auto: 'exposure_auto', manual: 1, value: 'exposure_absolute' },
  { auto: 'white_balance_automatic', manual: 0, value: 'white_balance_temperature' },
  { auto: 'white_balance_temperature_auto', manual: 0, value: 'white_balance_temperature' },
  { auto: 'focus_automatic_continuous', manual: 0, value: 'focus_absolute' },
  { auto: 'focus_auto', manual: 0, value: 'focus_absolute' },
]

export type Controls = {
  /** Keeps exposure, white balance and focus at what the camera has found by itself. */
  lock(): Promise<void>
  /** Lets the camera find them again. */
  free(): Promise<void>
}

/** The device file in ffmpeg's input arguments, where they name a V4L2 camera; else null. */
export function v4l2Device(input: readonly string[]): string | null {
  const file = input[input.indexOf('-i') + 1]
  return input.includes('v4l2') && file?.startsWith('/dev/') ? file : null
}

/**
 * The controls of one V4L2 camera, by `v4l2-ctl` (Debian: v4l-utils): a second open file, so it works while ffmpeg streams.
 * A control that a camera lacks is left out, and a camera that refuses keeps its automatics: a portrait is worth more than
 * a locked one. `command` for tests.
 */
export function createControls(device: string, command: readonly string[] = ['v4l2-ctl']): Controls {
  let before: Map<string, number> | null = null
  const call = async (...args: string[]) => {
    const [program, ...first] = command
    const { stdout } = await run(program!, [...first, '-d', device, ...args], { timeout: LIMIT_MS })
    return stdout
  }
  /** One by one: of several in one call, all after the first that is refused are left out. */
  const set = async (name: string, value: number) => {
    await call('--set-ctrl', `${name}=${value}`).catch(() => {})
  }
  return {
    async lock() {
      if (before) return
      const now = await call('--list-ctrls').then(parseControls, () => null)
      if (!now) return
      before = new Map()
      for (const { auto, manual, value } of LOCKS) {
        const was = now.get(auto)
        if (was === undefined || was === manual) continue
        before.set(auto, was)
        await set(auto, manual)
        // Left alone, many cameras fall back to the value that was last set by hand.
        const found = now.get(value)
        if (found !== undefined) await set(value, found)
      }
    },
    async free() {
      const automatics = before
      before = null
      for (const [name, value] of automatics ?? []) await set(name, value)
    },
  }
}

/** `name → value` out of `v4l2-ctl --list-ctrls`: `  auto_exposure 0x009a0901 (menu)   : min=0 max=3 default=3 value=3 (…)`. */
export function parseControls(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const line of text.split('\n')) {
    const match = /^\s*(\w+) 0x[0-9a-f]+ \(\w+\)\s*:.*\bvalue=(-?\d+)/.exec(line)
    if (match) found.set(match[1]!, Number(match[2]))
  }
  return found
}
