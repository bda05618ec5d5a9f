import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import type { Application, Captures, Decision } from '../../../device/contract/application.ts'
import type { PublicKey } from '../../../device/contract/nouns.ts'
import { hashEvidence, signAs } from '../../../device/link/seal.ts'

export type Keys = { private: KeyObject; public: PublicKey }

export function keys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  return { private: privateKey, public: { kty: 'EC', crv: 'P-256', x, y } }
}

const captures: Captures = {
  portrait: {
    jpeg: 'AAAA',
    width: 413,
    height: 531,
    comparison: { similarity: 0.8, threshold: 0.6, match: true, distance: 0.5, falseMatchRate: 0.001 },
    quality: { verdict: 'sound', reasons: [], measures: [] },
    signals: [],
    way: null,
    records: { iso19794: 'AAAA', iso39794: 'AAAA' },
  },
  fingers: [{ position: 'right-index', outcome: 'good', tries: 1, clarity: 71, image: null }],
  signature: { png: 'BBBB' },
}

/** A finished application of an invented person, with the desk's signed decision over its evidence. */
export async function sampleApplication(
  box: string,
  verdict: Decision['verdict'] = 'approved',
  change: (application: Application) => Application = (same) => same,
): Promise<Application> {
  const desk = keys()
  const applicationId = randomUUID()
  const visit = randomUUID()
  const at = '2026-11-22T12:00:00.000Z'
  const person = { surname: 'HANSEN', givenNames: 'AEGIR', dateOfBirth: '1990-01-02', nationality: 'UTO' }
  const applicant = { ...person, givenNames: 'Ægir', sex: 'M', personalNumber: null }
  const passed = <const Reason extends string>(reason: Reason) => ({ result: 'passed' as const, reason, evidence: {} })
  const chip: Application['chip'] = {
    document: { type: 'P', issuingState: 'UTO', number: 'L898902C3', expiry: '2030-01-01' },
    holder: { ...person, sex: 'M' },
    access: 'BAC',
    checks: {
      pace: { result: 'not-possible', reason: 'not-offered', evidence: {} },
      bac: passed('opened'),
      mrzMatch: passed('same'),
      dgHashes: passed('all-match'),
      sodSignature: passed('valid'),
      chain: passed('trusted'),
      crl: { result: 'not-done', reason: 'no-crl', evidence: {} },
      validity: passed('in-date'),
      aa: { result: 'not-possible', reason: 'not-offered', evidence: {} },
      ca: { result: 'not-possible', reason: 'not-offered', evidence: {} },
      ta: { result: 'not-possible', reason: 'not-offered', evidence: {} },
    },
    verdict: 'genuine',
  }
  const contact = { contact: { phone: null }, delivery: { place: 'Prøveby Bibliotek' } }
  const evidence = hashEvidence({ applicant, chip, ...captures, contact })
  const decision: Decision = {
    applicationId,
    case: visit,
    claim: randomUUID(),
    verdict,
    reason: verdict === 'rejected' ? 'portrait-not-you' : null,
    note: null,
    evidence,
    caseworker: { name: 'Test', role: 'Sagsbehandler', municipality: 'Prøveby' },
    recorded: [],
    at,
  }
  return change({
    version: 1,
    applicationId,
    case: visit,
    errand: 'passport-renewal',
    box,
    madeAt: at,
    applicant,
    ...contact,
    chip,
    captures: verdict === 'rejected' ? null : captures,
    evidence,
    decision: { jws: await signAs(desk.private, decision), key: desk.public },
  })
}
