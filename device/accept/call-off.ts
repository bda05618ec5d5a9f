import type { BoxConfig } from '../config.ts'
import { credentials } from '../link/credentials.ts'
import { Link } from '../link/link.ts'
import { answerWithoutVisit } from '../link/no-visit.ts'
import type { Log } from '../log.ts'
import { takeSettings } from '../settings/take.ts'
import type { Prepared } from '../setup/prepare.ts'
import { acceptAtScreen } from './at-screen.ts'
import { closeAgain } from './code.ts'
import type { Drivers } from './steps.ts'

/**
 * The acceptance test, until it is passed or the hub no longer wants it: the box may be retired while it waits for its test, or
 * be sent another configuration because it cannot pass with this one.
 */
export async function acceptUnlessCalledOff(
  prepared: Prepared,
  makeDevices: (devices: BoxConfig['devices']) => Drivers,
  software: string,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const { identity, config } = prepared
  const round = new AbortController()
  const signal = AbortSignal.any([stop, round.signal])
  const link = new Link({
    url: config.hub!,
    ca: identity.ca,
    credentials: credentials({ ...identity, hub: config.hub! }),
    software,
    log,
    onRequest: answerWithoutVisit,
  })
  const without = new AbortController()
  link.onTarget(({ acceptance, acceptanceCode, settings }) => {
    if (settings) void takeSettings(prepared.book, settings, [], log).then((taken) => taken && round.abort())
    if (!acceptance) {
      closeAgain()
      round.abort()
    } else if (!acceptanceCode) without.abort()
  })
  const line = link.run(signal)
  try {
    await acceptAtScreen(prepared, makeDevices, software, log, without.signal, signal)
  } catch (error) {
    if (!round.signal.aborted) throw error
  } finally {
    round.abort()
    await Promise.allSettled([line])
  }
  stop.throwIfAborted()
}
