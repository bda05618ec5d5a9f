/** Enrolment at the box's own screen: code and fingerprint shown, confirmed here and at the hub, then kept. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalConfig } from '../config.ts'
import { isFault } from '../contract/faults.ts'
import { beginPairing, type Pairing, untilAccepted } from '../enrol/pairing.ts'
import type { Log } from '../log.ts'
import { lookAround } from '../settings/proposal.ts'
import type { SetupScreen } from './server.ts'

/** Between two attempts to find the hub (ms). */
const RETRY_MS = 3_000

/** Until this machine is a box of a hub. */
export async function pairAtScreen(
  local: LocalConfig & { web: string },
  software: string,
  screen: SetupScreen,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const key = local.key ?? { is: 'software' }
  for (;;) {
    // With each new code: what was missing may have been plugged in.
    const around = await lookAround()
    let pairing: Pairing
    try {
      pairing = await beginPairing({ web: local.web, folder: local.identity, key, software, ...around, signal: stop })
    } catch (error) {
      if (!isFault(error)) throw error
      log.warn({ fault: error.code, detail: error.detail }, 'pairing')
      screen.show({ is: 'no-hub', web: local.web, detail: error.detail })
      await sleep(RETRY_MS, undefined, { signal: stop })
      continue
    }
    const box = await oneCode(pairing, screen, stop)
    if (box) {
      pairing.keep(box)
      log.info({ box }, 'enrolled')
      return
    }
  }
}

/** The box's id once both have said yes; null when either said no (and the technician wants a new code) or it grew too old. */
async function oneCode(pairing: Pairing, screen: SetupScreen, stop: AbortSignal): Promise<string | null> {
  const { code, fingerprint, authority } = pairing
  const round = new AbortController()
  const signal = AbortSignal.any([stop, round.signal])
  const show = (confirmed: boolean) =>
    screen.show({ is: 'pairing', code, fingerprint, authority, softwareKey: pairing.key === 'software', confirmed })
  show(false)
  const here = screen
    .touch(({ is }) => is === 'same' || is === 'different', signal)
    .then(({ is }) => {
      if (is === 'same') show(true)
      return is === 'same'
    })
  const there = untilAccepted(pairing, signal)
  try {
    const first = await Promise.race([here.then((yes) => yes), there.then((box) => box !== null)])
    const box = first ? await there : null
    if (box && (await here)) return box
    screen.show({ is: 'refused' })
    await screen.touch(({ is }) => is === 'again', stop)
    return null
  } finally {
    round.abort()
    await Promise.allSettled([here, there])
  }
}
