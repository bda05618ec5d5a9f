/** What the box takes over of a signed decision: it checks again what the desk's page only greys out. */
import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Decision } from '../../../device/contract/application.ts'
import type { Claim } from '../../../device/contract/link.ts'
import { makeKeyPair } from '../../../device/link/keys.ts'
import { fourEyesOn, needsSecond } from '../../../device/rules/four-eyes.ts'
import { type CaseSnapshot, checkDecision } from '../../../device/session/decide.ts'
import { sampleApplication } from '../link/sample.ts'

const key = makeKeyPair().publicKey
const claim: Claim = {
  ...{ case: randomUUID(), claim: randomUUID(), sealKey: key, signKey: key, iceServers: [], iceTransportPolicy: 'all' },
  caseworker: { name: 'Mette Holm', role: 'Borgerservice', municipality: 'Prøveby' },
}
const hash = 'a'.repeat(64)
const hashes = { applicant: hash, chip: hash, portrait: hash, fingers: hash, signature: hash, contact: hash }
const { chip } = await sampleApplication(claim.case)
const plan = { consent: false }
/** Everything is taken; the chip's verdict is the question. */
const now = (verdict: string, change: Partial<CaseSnapshot> = {}): CaseSnapshot => {
  const document = { inspection: { ...chip, verdict }, portrait: verdict === 'no-chip' ? null : {}, plan }
  const captured = { document, fingers: [], noPrints: true, facts: [], prints: null, signature: null }
  return {
    ...{ case: claim.case, applicationId: claim.case, errand: 'passport-renewal', hashes, reviewed: true, ...change },
    captured: captured as unknown as CaseSnapshot['captured'],
  } as CaseSnapshot
}
const said = (change: Partial<Decision>): Decision => ({
  ...{ applicationId: claim.case, case: claim.case, claim: claim.claim, caseworker: claim.caseworker },
  ...{ verdict: 'approved', reason: null, note: null, recorded: [], evidence: hashes, at: '2026-11-23T10:00:00.000Z' },
  ...change,
})
const witness = { name: 'Ane Jensen', proof: 'kørekort', relation: 'søster' }

test('a chip that shows nobody is approved on a witness’s word only when it is said who that is, and by two', () => {
  const known = said({ recorded: ['identity-by-witness'], witness })
  assert.is(checkDecision(said({}), claim, now('no-chip')), 'blocked')
  assert.is(checkDecision(said({ recorded: ['identity-by-witness'] }), claim, now('no-chip')), 'not-ready')
  const nameless = { ...known, witness: { ...witness, name: '  ' } }
  assert.is(checkDecision(nameless, claim, now('no-chip')), 'not-ready')
  assert.is(checkDecision(known, claim, now('no-chip')), 'good')
  assert.ok(needsSecond(fourEyesOn('2026-11-23', 'passport-renewal', []), known))
  assert.not.ok(needsSecond(fourEyesOn('2026-11-23', 'passport-renewal', []), said({})))
})

test('no witness makes a false chip true', () => {
  assert.is(checkDecision(said({ recorded: ['identity-by-witness'], witness }), claim, now('altered')), 'blocked')
})

test('a case may be postponed before anything is taken; a rejection says why', () => {
  const early = now('genuine', { hashes: null, reviewed: false })
  assert.is(checkDecision(said({ verdict: 'postponed', bring: ['photo-id'] }), claim, early), 'good')
  assert.is(checkDecision(said({ verdict: 'referred', to: 'police' }), claim, early), 'not-ready')
  assert.is(checkDecision(said({ verdict: 'rejected' }), claim, now('genuine')), 'not-ready')
})

test('a decision of another case, in another’s name or over what was retaken since is not taken', () => {
  const genuine = now('genuine')
  assert.is(checkDecision(said({ claim: randomUUID() }), claim, genuine), 'not-ready')
  assert.is(checkDecision(said({ applicationId: randomUUID() }), claim, genuine), 'not-ready')
  const other = { ...claim.caseworker, name: 'Jens Krog' }
  assert.is(checkDecision(said({ caseworker: other }), claim, genuine), 'not-ready')
  const older = { ...hashes, portrait: 'b'.repeat(64) }
  assert.is(checkDecision(said({ evidence: older }), claim, genuine), 'stale')
  assert.is(checkDecision(said({}), claim, genuine), 'good')
})

test.run()
