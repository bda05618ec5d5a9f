import { createHash } from 'node:crypto'
import type { Target } from '../../device/contract/link.ts'
import type { Config } from '../config.ts'
import { iceAhead, iceFor } from '../desk/ice.ts'
import { skilled } from './fit.ts'
import type { Snapshot } from './snapshot.ts'

/** What is decided for the box itself, whoever is at it. */
export type Standing = Omit<Target, 'queue' | 'claim'>

/** What one box is to know of its standing handoff. */
export function targetFor(box: string, standing: Standing, snapshot: Snapshot, config: Config): Target {
  const open = snapshot.byBox.get(box)
  if (!open) return { ...standing, queue: null, claim: null }
  if (open.claim) {
    const { id, user, userSkills, caseworker, sealKey, signKey, startedAt } = open.claim
    const person = createHash('sha256').update(`${open.case} ${user}`).digest('hex')
    const helpOnly = skilled(userSkills, open.skills) ? {} : { helpOnly: true }
    const keys = { caseworker, sealKey, signKey, person, ...helpOnly }
    const claim = { case: open.case, claim: id, ...keys, ...iceFor(config, id, startedAt) }
    return { ...standing, queue: null, claim }
  }
  const { ahead, seconds } = snapshot.waits.get(open.case) ?? { ahead: 0, seconds: null }
  const heldBy = open.heldUntil && open.heldUntil > new Date() ? open.heldForName : null
  return {
    ...standing,
    queue: {
      case: open.case,
      ahead,
      waitSeconds: seconds,
      again: open.again,
      heldBy,
      ways: iceAhead(config, open.case),
    },
    claim: null,
  }
}
