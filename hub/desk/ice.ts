import { createHmac } from 'node:crypto'
import type { Claim } from '../../device/contract/link.ts'
import type { Config } from '../config.ts'

/** Longer than any call; the credential is worth nothing afterwards (s). */
const CREDENTIAL_S = 2 * 60 * 60

/**
 * How the two ends of one claim may find each other. TURN credentials are made per call in coturn's way (`use-auth-secret`:
 * "expiry:name" and its HMAC-SHA-1); the same claim gets the same ones, so that repeating the target changes nothing.
 */
export function iceFor(
  config: Config,
  claim: string,
  startedAt: Date,
): Pick<Claim, 'iceServers' | 'iceTransportPolicy'> {
  const iceServers = [...config.iceServers]
  if (config.turn) {
    const username = `${Math.floor(startedAt.getTime() / 1000) + CREDENTIAL_S}:${claim}`
    const credential = createHmac('sha1', config.turn.secret).update(username).digest('base64')
    iceServers.push({ urls: config.turn.urls, username, credential })
  }
  return { iceServers, iceTransportPolicy: config.iceTransportPolicy ?? 'all' }
}
