import { type Application, Decision, type EvidenceHashes } from '../contract/application.ts'
import { decoder } from '../contract/decode.ts'
import { isFault } from '../contract/faults.ts'
import type { Claim } from '../contract/link.ts'
import type { Errand } from '../contract/nouns.ts'
import { verifySigned } from '../link/seal.ts'
import type { Contact } from '../tasks/task.ts'
import { blocksOf, type Captured, capturesOf, evidenceParts } from './evidence.ts'

const decodeDecision = decoder(Decision)

export type DecisionInput = {
  jws: string
  claim: Claim
  case: string
  applicationId: string
  captured: Captured
  hashes: EvidenceHashes | null
  reviewed: boolean
}

export type DecisionCheck = { is: 'good'; decision: Decision } | { is: 'stale' | 'blocked' | 'not-ready' | 'malformed' }

/**
 * Whether the desk's signed decision can be taken over. Rejections and referrals may come at any time after the document
 * was read; an approval must be signed over exactly what the box holds now, and no rule may block it.
 */
export async function checkDecision(input: DecisionInput): Promise<DecisionCheck> {
  const { claim, captured, hashes, reviewed } = input
  const decision = await verified(input.jws, claim)
  if (!decision) return { is: 'malformed' }
  const { applicationId } = decision
  if (decision.case !== input.case || applicationId !== input.applicationId || decision.claim !== claim.claim) {
    return { is: 'malformed' }
  }
  if (!hashes) return { is: 'not-ready' }
  const parts = Object.keys(hashes) as (keyof EvidenceHashes)[]
  if (parts.some((part) => hashes[part] !== decision.evidence[part])) return { is: 'stale' }
  if (decision.verdict !== 'approved') return { is: 'good', decision }
  const [block] = blocksOf(captured, reviewed, decision.recorded)
  if (block) return { is: block === 'incomplete' ? 'not-ready' : 'blocked' }
  return { is: 'good', decision }
}

async function verified(jws: string, claim: Claim): Promise<Decision | null> {
  try {
    return decodeDecision(await verifySigned(claim.signKey, jws))
  } catch (error) {
    if (isFault(error, 'message.malformed')) return null
    throw error
  }
}

export type ApplicationInput = DecisionInput & {
  decision: Decision
  box: string
  errand: Errand
  contact: Contact | null
  place: string
  at: string
}

/** The application as it goes to the authority; without captures unless it was approved. */
export function makeApplication(input: ApplicationInput): Application {
  const { decision, captured, hashes, claim, contact } = input
  const parts = evidenceParts(captured)
  if (!parts?.chip || !hashes) throw new Error('a checked decision has evidence')
  return {
    version: 1,
    applicationId: input.applicationId,
    case: input.case,
    errand: input.errand,
    box: input.box,
    madeAt: input.at,
    applicant: parts.applicant,
    contact: { phone: contact?.phone || null },
    delivery: { place: contact?.place.name ?? input.place },
    chip: parts.chip,
    captures: decision.verdict === 'approved' ? capturesOf(parts) : null,
    evidence: hashes,
    decision: { jws: input.jws, key: claim.signKey },
  }
}
