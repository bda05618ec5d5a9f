import { createHmac } from 'node:crypto'
import type { Ways } from '../../device/contract/call.ts'
import type { Config } from '../config.ts'

/** Longer than any call; the credential is worth nothing afterwards (s). */
const CREDENTIAL_S = 2 * 60 * 60

/** The credential of a box that waits changes that often, so that it is good for a call whenever one comes (ms). */
const WAITING_MS = (CREDENTIAL_S / 2) * 1000

/** The same for a box that waits with that case: it may look for its way before somebody comes. */
export const iceAhead = (config: Config, open: string): Ways =>
  iceFor(config, open, new Date(Math.floor(Date.now() / WAITING_MS) * WAITING_MS))

/**
 * How the two ends of one claim may find each other. TURN credentials are made per call in coturn's way (`use-auth-secret`:
 * "expiry:name" and its HMAC-SHA-1); the same claim gets the same ones, so that repeating the target changes nothing.
 */
export function iceFor(config: Config, claim: string, startedAt: Date): Ways {
  const iceServers = [...config.iceServers]
  if (config.turn) {
    const username = `${Math.floor(startedAt.getTime() / 1000) + CREDENTIAL_S}:${claim}`
    const credential = createHmac('sha1', config.turn.secret).update(username).digest('base64')
    iceServers.push({ urls: config.turn.urls, username, credential })
  }
  return { iceServers, iceTransportPolicy: config.iceTransportPolicy ?? 'all' }
}
