import type { Target } from '../../device/contract/link.ts'
import type { Config } from '../config.ts'
import { iceFor } from '../desk/ice.ts'
import type { Snapshot } from './snapshot.ts'
import { expectedWait } from './wait.ts'

/** What is decided for the box itself, whoever is at it. */
export type Standing = Omit<Target, 'queue' | 'claim'>

/** What one box is to know of its standing handoff. */
export function targetFor(box: string, standing: Standing, snapshot: Snapshot, config: Config): Target {
  const open = snapshot.cases.find((one) => one.box === box)
  if (!open) return { ...standing, queue: null, claim: null }
  if (open.claim) {
    const { id, caseworker, sealKey, signKey, startedAt } = open.claim
    const claim = { case: open.case, claim: id, caseworker, sealKey, signKey, ...iceFor(config, id, startedAt) }
    return { ...standing, queue: null, claim }
  }
  const waiting = snapshot.cases.filter((one) => !one.claim)
  const ahead = waiting.indexOf(open)
  const busy = new Set(snapshot.cases.flatMap((one) => (one.claim ? [one.claim.user] : []))).size
  const waitSeconds = expectedWait({ ahead, online: snapshot.online, busy, service: snapshot.service })
  return { ...standing, queue: { case: open.case, ahead, waitSeconds, again: open.again }, claim: null }
}
