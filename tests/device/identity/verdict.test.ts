import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CheckResult, InspectionChecks, Verdict } from '../../../device/contract/inspection.ts'
import { verdictOf } from '../../../device/identity/verdict.ts'

const test = suite('verdict')

type Results = Partial<Record<keyof InspectionChecks, CheckResult>>

const table: [Results, Verdict][] = [
  [{}, 'genuine'],
  [{ validity: 'failed' }, 'expired'],
  [{ chain: 'failed' }, 'signer-unknown'],
  [{ chain: 'not-done' }, 'signer-unknown'],
  [{ chain: 'failed', validity: 'failed' }, 'signer-unknown'],
  [{ dgHashes: 'failed' }, 'altered'],
  [{ dgHashes: 'not-possible' }, 'altered'],
  [{ mrzMatch: 'failed' }, 'altered'],
  [{ mrzMatch: 'not-possible' }, 'genuine'],
  [{ dgHashes: 'failed', chain: 'failed' }, 'altered'],
  [{ sodSignature: 'failed' }, 'bad-signature'],
  [{ sodSignature: 'not-possible' }, 'bad-signature'],
  [{ sodSignature: 'failed', dgHashes: 'failed', chain: 'failed' }, 'bad-signature'],
  [{ bac: 'not-possible' }, 'no-chip'],
  [{ bac: 'failed' }, 'no-chip'],
  [{ bac: 'not-done', validity: 'failed' }, 'no-chip'],
]

for (const [results, verdict] of table) {
  test(`${JSON.stringify(results)} is ${verdict}`, () => {
    const all = {
      bac: 'passed',
      mrzMatch: 'passed',
      dgHashes: 'passed',
      sodSignature: 'passed',
      chain: 'passed',
      validity: 'passed',
    }
    const checks = Object.fromEntries(
      Object.entries({ ...all, ...results }).map(([name, result]) => [name, { result: result as CheckResult }]),
    ) as { [Name in keyof InspectionChecks]: { result: CheckResult } }
    assert.is(verdictOf(checks), verdict)
  })
}

test.run()
