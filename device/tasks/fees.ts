import { today } from '../identity/dates.ts'
import { type Fee, feeFor } from '../rules/fees.ts'
import type { TaskContext } from './task.ts'

/** What this errand costs today; null where it is free, or where nobody pays at the box. */
export function feeNow(task: TaskContext, age: number | null = null): Fee | null {
  if (!task.payments.here) return null
  return feeFor({ errand: task.errand(), age, lost: false, pensioner: false }, today(task.now))
}
