import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { QueueEntry } from '../../device/contract/api.ts'
import type { DeskView } from '../../device/contract/desk.ts'
import type { InspectionChecks } from '../../device/contract/inspection.ts'
import { passportSteps } from '../../device/tasks/passport.ts'

/** A drawn head: nobody's. */
async function head(hair: string, width = 413, height = 531): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 350 450" preserveAspectRatio="xMidYMid slice" width="${width}" height="${height}">
    <rect width="350" height="450" fill="#d9dee2"/><path d="M40 450q10-110 135-110t135 110z" fill="#40566b"/>
    <ellipse cx="175" cy="205" rx="92" ry="125" fill="#e3b893"/><path d="M80 190q-5-120 95-120t95 120q-25-70-95-70t-95 70z" fill="${hair}"/>
    <g fill="#333"><circle cx="140" cy="205" r="8"/><circle cx="210" cy="205" r="8"/><path d="M145 275q30 16 60 0v5q-30 16-60 0z"/></g></svg>`
  return url('jpeg', await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer())
}
/** Drawn ridges. */
async function ridges(phase: number): Promise<string> {
  const lines = Array.from({ length: 26 }, (_, i) => `<circle cx="${100 + phase}" cy="110" r="${4 + i * 6}"/>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="220"><rect width="200" height="220" fill="#fff"/>
    <g fill="none" stroke="#222" stroke-width="2.6">${lines}</g></svg>`
  return url('png', await sharp(Buffer.from(svg)).png().toBuffer())
}
async function scrawl(): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="450" height="150"><rect width="450" height="150" fill="#fff"/>
    <path d="M20 100c40-90 60-90 50-10s30 20 50-10 20 40 40 10 30-50 40 0 40-60 60-20 20 40 60-30 50 60 90 10" fill="none" stroke="#000" stroke-width="4"/></svg>`
  return url('png', await sharp(Buffer.from(svg)).png().toBuffer())
}
const url = (kind: string, bytes: Buffer) => `data:image/${kind};base64,${bytes.toString('base64')}`
export const sha = (text: string) => createHash('sha256').update(text).digest('hex')

export const checks: InspectionChecks = {
  pace: { result: 'not-possible', reason: 'not-offered', evidence: {} },
  bac: { result: 'passed', reason: 'opened', evidence: {} },
  mrzMatch: { result: 'passed', reason: 'same', evidence: {} },
  dgHashes: { result: 'passed', reason: 'all-match', evidence: {} },
  sodSignature: { result: 'passed', reason: 'valid', evidence: {} },
  chain: {
    result: 'passed',
    reason: 'trusted',
    evidence: { anchor: 'C=UT, CN=Test Country Authority', signedAt: '2025-11-22T10:00:00.000Z' },
  },
  crl: { result: 'not-done', reason: 'no-crl', evidence: {} },
  validity: { result: 'passed', reason: 'in-date', evidence: {} },
  aa: { result: 'not-possible', reason: 'not-offered', evidence: {} },
  ca: { result: 'not-possible', reason: 'not-offered', evidence: {} },
  ta: { result: 'not-possible', reason: 'not-offered', evidence: {} },
}
export const caseId = '5b2f1c1e-0e57-4a0e-9b7e-2f6f0f6b1a01'

/** One adult whose case is ready for a decision and all in order. */
export async function goodView(): Promise<DeskView> {
  const holder = { givenNames: 'FREJA', surname: 'TESTESEN', dateOfBirth: '1987-02-03', nationality: 'UTO' }
  return {
    case: caseId,
    applicationId: '7c9f1b52-33b5-4d5e-8d1d-8a3c1b9e4d02',
    errand: 'passport-renewal',
    boxKey: { kty: 'EC', crv: 'P-256', x: '', y: '' },
    screen: {
      contract: 1,
      municipality: 'Kalundborg Kommune',
      visit: caseId,
      language: 'da',
      askId: '12',
      ask: { is: 'with-caseworker' },
      progress: { done: 9, total: 12 },
      can: { back: false, cancel: true, callPerson: false },
      timeout: null,
      help: 'none',
      call: null,
      text: null,
    },
    steps: passportSteps.map((step) => ({ step, is: step === 'decision' ? 'now' : 'done' })),
    applicant: { ...holder, sex: 'F', personalNumber: '030287-0000' },
    age: 39,
    chip: {
      document: { type: 'P', issuingState: 'UTO', number: 'X12345678', expiry: '2027-05-06' },
      holder: { ...holder, sex: 'F' },
      access: 'BAC',
      checks,
      verdict: 'genuine',
    },
    portraits: {
      chip: await head('#5b3a1e', 240, 320),
      live: await head('#5b3a1e'),
      comparison: { similarity: 0.71, threshold: 0.5, match: true, distance: 0.5, falseMatchRate: 0.001 },
      quality: {
        verdict: 'sound',
        reasons: [],
        measures: [
          { name: 'HeadPoseYaw', native: 3, component: 100, assessed: true, method: 'standard' },
          { name: 'Sharpness', native: 3, component: 88, assessed: true, method: 'heuristic' },
          { name: 'MouthClosed', native: 0.11, component: 81, assessed: true, method: 'standard' },
          { name: 'NoHeadCoverings', native: null, component: null, assessed: false, method: 'none' },
          { name: 'ExpressionNeutrality', native: null, component: null, assessed: false, method: 'none' },
        ],
      },
      signals: [
        { signal: 'challenge', is: 'live', measured: { asked: 2, undone: 0 } },
        { signal: 'depth', is: 'live', measured: { parallax: 0.31, misfit: 0.12 } },
        { signal: 'same-face', is: 'live', measured: { distance: 0.21, threshold: 0.6 } },
        { signal: 'border', is: 'unclear', measured: { sides: 1 } },
        { signal: 'grid', is: 'unclear', measured: { grid: 3 } },
      ],
      way: null,
    },
    fingers: [
      { position: 'right-index', outcome: 'good', tries: 1, clarity: 78, preview: await ridges(0) },
      { position: 'left-index', outcome: 'good', tries: 2, clarity: 64, preview: await ridges(14) },
    ],
    signature: await scrawl(),
    contact: { phone: '70 10 20 30', place: 'Hovedbiblioteket' },
    evidence: {
      applicant: sha('applicant'),
      chip: sha('chip'),
      portrait: sha('portrait'),
      fingers: sha('fingers'),
      signature: sha('signature'),
      contact: sha('contact'),
    },
    blocks: [],
  }
}

export function queueEntry(change: Partial<QueueEntry> = {}): QueueEntry {
  const since = new Date(Date.now() - 4 * 60_000).toISOString()
  return {
    case: caseId,
    number: 'B 47',
    box: 'Boks 1',
    place: 'Kalundborg Bibliotek',
    errand: 'passport-renewal',
    language: 'da',
    step: 'decision',
    why: 'decision',
    since,
    waitsFrom: since,
    again: false,
    boxConnected: true,
    claimedBy: null,
    channel: 'box',
    urgency: 0,
    bookedFor: null,
    heldFor: null,
    note: null,
    fit: 'yes',
    ...change,
  }
}
