/** `node device/kiosk/well.ts URL`: ends well once the box answers and its page is painted; a new version is kept by it. */
import { setTimeout as sleep } from 'node:timers/promises'

const [url = 'http://127.0.0.1:8100/'] = process.argv.slice(2)
/** Looks, a second apart; the unit's own time limit lies above. */
const LOOKS = 880

for (let n = 0; n < LOOKS; n += 1) {
  const reply = await fetch(new URL('/health', url)).catch(() => null)
  if (reply?.ok) {
    const { ok, painted } = (await reply.json()) as { ok: boolean; painted?: number | null }
    if (ok && typeof painted === 'number') process.exit(0)
  }
  await sleep(1_000)
}
process.exit(1)
