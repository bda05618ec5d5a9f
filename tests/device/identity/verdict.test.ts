import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CheckResult, InspectionChecks, Verdict } from '../../../device/contract/inspection.ts'
import { verdictOf } from '../../../device/identity/verdict.ts'

const test = suite('verdict')

type Results = Partial<Record<keyof InspectionChecks, CheckResult>>

type Row = [Results, Verdict, Partial<Record<keyof InspectionChecks, string>>?]

/** What the results of a passport with everything, and all of it in order, are changed to. */
const table: Row[] = [
  [{}, 'genuine'],
  [{ pace: 'not-possible', bac: 'passed' }, 'genuine'],
  [{ aa: 'not-possible', ca: 'not-possible', crl: 'not-done' }, 'genuine'],
  [{ aa: 'not-done', ca: 'not-done', crl: 'not-possible' }, 'genuine'],
  [{ mrzMatch: 'not-possible' }, 'genuine'],
  [{ validity: 'failed' }, 'expired'],
  [{ validity: 'not-possible' }, 'expired'],
  [{ chain: 'failed' }, 'signer-unknown'],
  [{ chain: 'not-done' }, 'signer-unknown'],
  [{ chain: 'failed', validity: 'failed' }, 'signer-unknown'],
  [{ sodSignature: 'not-possible' }, 'signer-unknown'],
  [{ dgHashes: 'not-possible' }, 'signer-unknown'],
  [{ crl: 'failed' }, 'revoked'],
  [{ crl: 'failed', validity: 'failed' }, 'revoked'],
  [{ aa: 'failed' }, 'cloned'],
  [{ ca: 'failed' }, 'cloned'],
  [{ aa: 'failed', ca: 'passed' }, 'cloned'],
  [{ aa: 'failed', crl: 'failed', chain: 'failed', validity: 'failed' }, 'cloned'],
  [{ dgHashes: 'failed' }, 'altered'],
  [{ mrzMatch: 'failed' }, 'altered'],
  [{ sodSignature: 'failed' }, 'altered'],
  [{ dgHashes: 'failed', chain: 'failed' }, 'altered'],
  [{ sodSignature: 'failed', dgHashes: 'failed', chain: 'failed', aa: 'failed' }, 'altered'],
  [{ sodSignature: 'failed', dgHashes: 'not-possible' }, 'altered'],
  [{ pace: 'failed', bac: 'passed' }, 'altered', { pace: 'card-access-mismatch' }],
  [{ pace: 'failed', bac: 'passed' }, 'genuine', { pace: 'access-denied' }],
  [{ pace: 'not-possible', bac: 'not-possible' }, 'genuine', { bac: 'not-required' }],
  [{ pace: 'not-possible', bac: 'not-possible' }, 'no-chip'],
  [{ pace: 'failed', bac: 'failed' }, 'no-chip'],
  [{ pace: 'not-done', bac: 'not-done', validity: 'failed' }, 'no-chip'],
]

const names: (keyof InspectionChecks)[] = [
  'pace',
  'mrzMatch',
  'dgHashes',
  'sodSignature',
  'chain',
  'validity',
  'crl',
  'aa',
  'ca',
]

for (const [results, verdict, reasons = {}] of table) {
  test(`${JSON.stringify(results)} ${Object.values(reasons).join()} is ${verdict}`, () => {
    const all: Record<string, CheckResult> = Object.fromEntries(names.map((name) => [name, 'passed']))
    const merged: Record<string, CheckResult> = { ...all, bac: 'not-done', ta: 'not-possible', ...results }
    const checks = Object.fromEntries(
      Object.entries(merged).map(([name, result]) => [name, { result, reason: reasons[name as 'bac'] ?? '' }]),
    )
    assert.is(verdictOf(checks as Parameters<typeof verdictOf>[0]), verdict)
  })
}

test.run()
