/**
 * `node device/kiosk/well.ts URL [UNIT…]`: ends well once the box answers and its page is painted; a new version is kept by it.
 * Ends badly when one of the units has been started anew too often, or the time is over.
 */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { restartMachine } from '../update/restart.ts'

const [url = 'http://127.0.0.1:8100/', ...units] = process.argv.slice(2)
/** Looks, a second apart; the unit's own time limit lies above. */
const LOOKS = 880
/** A version whose program ends so often in its first minutes will not serve anybody. */
const RESTARTS = 3
const run = promisify(execFile)

/** How often systemd had to start the unit anew. */
async function restarts(unit: string): Promise<number> {
  const { stdout } = await run('systemctl', ['show', '-p', 'NRestarts', '--value', unit]).catch(() => ({ stdout: '0' }))
  return Number(stdout) || 0
}

/** The boot loader counts this start: a version on trial. One that has proved itself is waited for as long as it takes. */
const counted = globSync('/sys/firmware/efi/efivars/LoaderBootCountPath-*').length > 0

for (let n = 0; !counted || n < LOOKS; n += 1) {
  const reply = await fetch(new URL('/health', url)).catch(() => null)
  if (reply?.ok) {
    const { ok, painted } = (await reply.json()) as { ok: boolean; painted?: number | null }
    if (ok && typeof painted === 'number') process.exit(0)
  }
  for (const unit of units)
    if (counted && (await restarts(unit)) >= RESTARTS) {
      process.stderr.write(`${unit} ends again and again\n`)
      // Its own fault, so a second try would show the same. Should nobody answer, the failed unit restarts the machine.
      await restartMachine('unwell').catch(() => {})
      process.exit(1)
    }
  await sleep(1_000)
}
process.exit(1)
