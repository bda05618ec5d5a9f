/** What a machine's screen shows, and where on it to touch: found in the picture, not guessed. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { Machine } from '../../provisioning/image/machine.ts'

/** The one filled button: `--green` of ui/setup and of ui/box. */
const FILLS = [
  [0x3c, 0x5c, 0x22],
  [0x44, 0x83, 0x1e],
] as const
/** A button's letters and rounded corners leave this much of it filled (part), and it is at least so wide and high (px). */
const NEAR = 12
const WIDTH_PX = 120
const HEIGHT_PX = 40

/** Where nothing is to be touched: a pointer that moves shows that the compositor lives, whatever its page does. */
async function stir(machine: Machine): Promise<void> {
  for (const y of [0.97, 0.98]) await machine.point(0.97, y)
  await sleep(500)
}

async function pixels(machine: Machine, file: string) {
  await stir(machine)
  await machine.screenshot(file)
  // Its bytes: by its name it would be the picture of the first look.
  return sharp(readFileSync(file)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
}

/** The middle of the topmost filled button (parts of the screen's width and height), or null. `file` gets the picture. */
export async function mainButton(machine: Machine, file: string): Promise<{ x: number; y: number } | null> {
  const { data, info } = await pixels(machine, file)
  const { width, height } = info
  const filled = (x: number, y: number) =>
    FILLS.some((fill) => fill.every((want, i) => Math.abs(data[(y * width + x) * 3 + i]! - want) < NEAR))
  // Its upper edge has no letters: a run of filled pixels, and filled below its left end.
  for (let y = 0; y < height - HEIGHT_PX; y += 2)
    for (let x = 0, run = 0; x < width; x += 1) {
      run = filled(x, y) ? run + 1 : 0
      if (run < WIDTH_PX) continue
      const left = x - run + 1
      let right = x
      while (right + 1 < width && filled(right + 1, y)) right += 1
      let bottom = y
      while (bottom + 1 < height && filled(left + 8, bottom + 1)) bottom += 1
      if (bottom - y >= HEIGHT_PX) return { x: (left + right) / 2 / width, y: (y + bottom) / 2 / height }
      x = right
      run = 0
    }
  return null
}
