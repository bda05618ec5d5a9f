import { createHash, type KeyObject } from 'node:crypto'
import { compactDecrypt, compactVerify } from 'jose'
import { Application, Decision, type EvidenceHashes } from '../../device/contract/application.ts'
import { decoder } from '../../device/contract/decode.ts'
import { Fault } from '../../device/contract/faults.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'

/**
 * The authority's own reading of a sealed application: written from the contract and not shared with the box, so that the
 * two sides check each other. Every refusal is a `Fault('message.malformed')` whose detail names what is wrong.
 */

const asApplication = decoder(Application)
const asDecision = decoder(Decision)

export type Checked = { application: Application; decision: Decision; contentHash: string }

export async function checkApplication(
  applicationId: string,
  sealed: string,
  key: KeyObject,
  boxKey: (box: string) => PublicKey | undefined,
): Promise<Checked> {
  const jws = await compactDecrypt(sealed, key, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  })
    .then(({ plaintext }) => Buffer.from(plaintext).toString('utf8'))
    .catch(() => refuse('it does not open with this authority’s key'))

  const unverified = asApplication(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const registered = boxKey(unverified.box) ?? refuse('its box is not registered')
  const application = asApplication(await signedText(jws, registered, 'the box’s signature is wrong'))
  if (application.applicationId !== applicationId) refuse('it is another application than was announced')

  const deskKey = application.decision.key as PublicKey
  const decision = asDecision(await signedText(application.decision.jws, deskKey, 'the desk’s signature is wrong'))
  if (decision.applicationId !== applicationId || decision.case !== application.case)
    refuse('the decision is about another case')
  if (digest(decision.evidence) !== digest(application.evidence)) refuse('the decision is over other evidence')
  await checkFirst(application, decision)
  checkEvidence(application)
  if (decision.verdict === 'approved' && !application.captures) refuse('approved without captures')
  if (decision.verdict === 'rejected' && application.captures) refuse('biometrics of a rejected application')
  return { application, decision, contentHash: digest(application) }
}

/** Where two approved: both over the same evidence, the second naming the first, with different keys. */
async function checkFirst({ first, decision, evidence }: Application, second: Decision): Promise<void> {
  if (!first) {
    if (second.first) refuse('the first approval is missing')
    return
  }
  const key = first.key as PublicKey
  const said = asDecision(await signedText(first.jws, key, 'the first desk’s signature is wrong'))
  if (second.first !== createHash('sha256').update(first.jws).digest('hex')) refuse('the second names another first')
  if (key.x === decision.key.x || said.claim === second.claim) refuse('both approvals are of one claim')
  if (said.verdict !== 'approved' || said.applicationId !== second.applicationId)
    refuse('the first approved nothing here')
  if (digest(said.evidence) !== digest(evidence)) refuse('the first approval is over other evidence')
}

/** Recomputes every hash of a part that came along; captures that were left out leave theirs unproven. */
function checkEvidence({ applicant, chip, captures, contact, delivery, evidence }: Application): void {
  const parts: Partial<Record<keyof EvidenceHashes, unknown>> = {
    applicant,
    chip,
    ...captures,
    contact: { contact, delivery },
  }
  for (const [name, part] of Object.entries(parts)) {
    const empty = Array.isArray(part) && part.length === 0
    const expected = evidence[name as keyof EvidenceHashes]
    if (expected === null && (empty || (name === 'contact' && contact.phone === null))) continue
    if (expected !== digest(part)) refuse(`the hash of '${name}' is wrong`)
  }
}

async function signedText(jws: string, key: PublicKey, otherwise: string): Promise<string> {
  return compactVerify(jws, key, { algorithms: ['ES256'] })
    .then(({ payload }) => Buffer.from(payload).toString('utf8'))
    .catch(() => refuse(otherwise))
}

function refuse(why: string): never {
  throw new Fault('message.malformed', why)
}

/** SHA-256, hex, over JSON with sorted keys: as `EvidenceHashes` are made (see device/link/seal.ts). */
function digest(part: unknown): string {
  const sorted = JSON.stringify(part, (_name, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(sorted).digest('hex')
}
