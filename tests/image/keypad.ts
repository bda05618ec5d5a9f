/** The technician's keypad on the box's screen: where each digit lies, and whether the machine in QEMU shows it now. */
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { openSetup } from '../../device/setup/server.ts'
import type { Machine } from '../../provisioning/image/machine.ts'

const SCREEN = { width: 1080, height: 1920 }
/** Pictures are compared this small, so that letters drawn a pixel aside do not count. */
const SMALL = { width: 54, height: 96 }
/** Mean difference of the same page drawn by two Chromiums is below 2, of two pages above 12 (grey levels; measured). */
const SAME = 6

export const CLEAR = 'Slet alt'

/** `key`: by digit, and what clears them all. */
export type Keypad = { key: Map<string, { x: number; y: number }>; picture: Buffer }

const small = (picture: Buffer | string) =>
  sharp(picture)
    .resize({ ...SMALL, fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer()

/** The same page in this machine's own Chromium, at the box's size: it tells where the digits are. */
export async function drawKeypad(): Promise<Keypad> {
  const setup = await openSetup({ host: '127.0.0.1', port: 0 })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    setup.show({ is: 'accept-code', problem: null })
    const page = await browser.newPage({ viewport: SCREEN })
    await page.goto(setup.url)
    const key: Keypad['key'] = new Map()
    for (const digit of [...'0123456789', CLEAR]) {
      const box = await page.getByRole('button', { name: digit, exact: true }).boundingBox()
      if (!box) throw new Error(`no key ${digit}`)
      key.set(digit, { x: (box.x + box.width / 2) / SCREEN.width, y: (box.y + box.height / 2) / SCREEN.height })
    }
    return { key, picture: await small(await page.screenshot()) }
  } finally {
    await browser.close()
    await setup.close()
  }
}

export async function showsKeypad(machine: Machine, { picture }: Keypad, file: string): Promise<boolean> {
  await machine.screenshot(file)
  const here = await small(file)
  const difference = here.reduce((sum, value, at) => sum + Math.abs(value - picture[at]!), 0) / here.length
  return difference < SAME
}
