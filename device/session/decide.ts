import { type Application, Decision, type EvidenceHashes } from '../contract/application.ts'
import { canonical } from '../contract/canonical.ts'
import { decoder } from '../contract/decode.ts'
import type { Block } from '../contract/desk.ts'
import { isFault } from '../contract/faults.ts'
import type { Claim } from '../contract/link.ts'
import type { Errand } from '../contract/nouns.ts'
import { verifySigned } from '../link/seal.ts'
import { blocksOf, type Captured, capturesOf, evidenceParts } from './evidence.ts'

const decodeDecision = decoder(Decision)

/** The visit at one moment: what is checked is what is delivered. */
export type CaseSnapshot = {
  case: string
  applicationId: string
  captured: Captured
  hashes: EvidenceHashes | null
  reviewed: boolean
  errand: Errand
}

/** The decision in a desk's JWS if the claim's own key signed it; null for anything else. */
export async function signedDecision(jws: string, claim: Claim): Promise<Decision | null> {
  try {
    return decodeDecision(await verifySigned(claim.signKey, jws))
  } catch (error) {
    if (isFault(error, 'message.malformed')) return null
    throw error
  }
}

/**
 * Whether a signed decision can be taken over. Rejections and referrals may come at any time after the document was read;
 * an approval must be over exactly what the box holds now, and no rule may block it. A caseworker decides in no other name
 * than the claim's, and tells the citizen why when it is a no.
 */
export function checkDecision(
  decision: Decision,
  claim: Claim,
  now: CaseSnapshot,
  standing: readonly Block[] = [],
): 'good' | 'stale' | 'blocked' | 'not-ready' {
  const { applicationId, verdict, reason } = decision
  if (decision.case !== now.case || applicationId !== now.applicationId || decision.claim !== claim.claim)
    return 'not-ready'
  if (canonical(decision.caseworker) !== canonical(claim.caseworker)) return 'not-ready'
  if (verdict === 'rejected' && reason === null) return 'not-ready'
  if (verdict === 'postponed') return 'good'
  const { hashes } = now
  if (!hashes) return 'not-ready'
  const parts = Object.keys(hashes) as (keyof EvidenceHashes)[]
  if (parts.some((part) => hashes[part] !== decision.evidence[part])) return 'stale'
  if (verdict !== 'approved') return 'good'
  if (decision.recorded.includes('identity-by-witness') && !named(decision.witness)) return 'not-ready'
  const [block] = [...standing, ...blocksOf(now.captured, now.reviewed, decision.recorded)]
  if (block) return block === 'incomplete' ? 'not-ready' : 'blocked'
  return 'good'
}

/** A witness of whom nothing is said vouches for nobody. */
const named = (witness: Decision['witness']) =>
  witness !== undefined && Object.values(witness).every((field) => field.trim() !== '')

export type Signed = { jws: string; decision: Decision; claim: Claim }

/** The application as it goes to the authority; without captures unless it was approved. */
export function makeApplication(
  signed: Signed,
  first: Signed | null,
  now: CaseSnapshot,
  made: { box: string; place: string; at: string },
  fee: Application['fee'] = null,
): Application {
  const { jws, decision, claim } = signed
  const parts = evidenceParts(now.captured)
  if (!parts?.chip || !now.hashes) throw new Error('a checked decision has evidence')
  return {
    version: 1,
    applicationId: now.applicationId,
    case: now.case,
    errand: now.errand,
    box: made.box,
    madeAt: made.at,
    applicant: parts.applicant,
    ...(parts.contact ?? { contact: { phone: null }, delivery: { place: made.place } }),
    chip: parts.chip,
    captures: decision.verdict === 'approved' ? capturesOf(parts) : null,
    prints: decision.verdict === 'approved' ? now.captured.prints : null,
    evidence: now.hashes,
    fee,
    decision: { jws, key: claim.signKey },
    ...(first ? { first: { jws: first.jws, key: first.claim.signKey } } : {}),
  }
}
