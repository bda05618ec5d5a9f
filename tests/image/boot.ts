/** From an empty disk to the citizens' welcome screen in QEMU: enrolled by hand of a script, and once more after a power cut. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareBoot } from './bare.ts'
import { enrol, room as openRoom, runs, start, until } from './ground.ts'
import { mainButton } from './screen.ts'

export type BootTimes = { bare: number; enrolled: number; welcome: number }

/**
 * `out`: of build.sh; the pictures go there. Seconds: the bare kernel, the first power on to in service with the technician's
 * part in it, and power on to the welcome screen after the plug was pulled.
 */
export async function bootImage(out: string, say: (line: string) => void): Promise<BootTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-machine-'))
  const room = await openRoom(readFileSync(join(out, 'keys/release.pem'), 'utf8'))
  const { version } = JSON.parse(readFileSync(join(out, 'image.json'), 'utf8')) as { version: string }
  const seconds = (since: number) => Math.round((performance.now() - since) / 1000)
  try {
    const bare = await bareBoot(out)
    say(`the kernel alone: ${bare} s`)
    let from = performance.now()
    let machine = await start(folder, join(out, 'disk.img'), room)
    try {
      await enrol(room, machine, out)
      await until('the citizens’ page', () => runs(room, version, 0))
      await until('the welcome screen', () => mainButton(machine, join(out, 'first.png')))
      const enrolled = seconds(from)
      say(`first power on to the welcome screen in service, with code, fingerprints and configuration: ${enrolled} s`)
      await machine.powerCut()
      from = performance.now()
      machine = await start(folder, join(out, 'disk.img'), room)
      // Nothing is missing any more, so the first page with a button to start is the welcome screen.
      const button = await until('the welcome screen', () => mainButton(machine, join(out, 'welcome.png')))
      const welcome = seconds(from)
      say(
        `power on to the welcome screen after a power cut: ${welcome} s, ${Math.round(welcome / bare)} times the kernel alone`,
      )
      await until('its word to the hub', () => runs(room, version, Date.now() - 30_000))
      await machine.touch(button.x, button.y)
      await until('what comes after the welcome', async () => {
        const next = await mainButton(machine, join(out, 'touched.png'))
        return next?.y !== button.y
      })
      say(`a finger on its button: the next screen`)
      return { bare, enrolled, welcome }
    } finally {
      // What it said on its serial line, where the image was built with DEBUG=1.
      writeFileSync(join(out, 'serial.log'), machine.serial())
      await machine.powerCut()
    }
  } finally {
    await room.hub.end()
    rmSync(folder, { recursive: true, force: true })
  }
}
