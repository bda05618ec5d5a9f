/** The results of checks, in the contract's words. */
import type { CheckName, CheckReason } from '../contract/inspection.ts'

type Evidence = Record<string, string>

export function passed<Name extends CheckName>(reason: CheckReason<Name>, evidence: Evidence = {}) {
  return { result: 'passed' as const, reason, evidence }
}

export function failed<Name extends CheckName>(reason: CheckReason<Name>, evidence: Evidence = {}) {
  return { result: 'failed' as const, reason, evidence }
}

export function notPossible<Name extends CheckName>(reason: CheckReason<Name>, evidence: Evidence = {}) {
  return { result: 'not-possible' as const, reason, evidence }
}

export function notDone<Name extends CheckName>(reason: CheckReason<Name>, evidence: Evidence = {}) {
  return { result: 'not-done' as const, reason, evidence }
}
