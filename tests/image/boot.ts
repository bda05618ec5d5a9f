/** Boots the built disk twice in QEMU: first boot (encrypted data, TPM), power cut, second boot; the page is on the screen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startMachine } from '../../provisioning/image/machine.ts'
import { showsPage } from './ground.ts'

/** Software emulation on a shared machine (ms). */
const LIMIT_MS = 20 * 60_000

/** Seconds from power on to the page, for the first boot and one after a power cut; null: it never came. */
export async function bootImage(
  disk: string,
  picture: string,
  say: (line: string) => void,
): Promise<(number | null)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-machine-'))
  const times: (number | null)[] = []
  try {
    for (const which of ['first boot', 'boot after a power cut']) {
      const machine = await startMachine({ folder, disk })
      const from = performance.now()
      let took: number | null = null
      while (took === null && performance.now() - from < LIMIT_MS) {
        await sleep(3_000)
        if (await showsPage(machine, picture)) took = Math.round((performance.now() - from) / 1000)
      }
      await machine.powerCut()
      say(`${which}: ${took === null ? 'no page' : `the page after ${took} s`}`)
      times.push(took)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return times
}
