import type { Errand } from '../contract/nouns.ts'
import { today } from '../identity/dates.ts'
import { type Fee, feeFor } from '../rules/fees.ts'
import type { PassportPlan } from '../rules/passport.ts'

/**
 * What the errand costs this holder on the day of the visit, wherever it is paid; null where it is free. The one way from a
 * visit to the rules: what is shown, charged, printed, billed and seen at the desk is this.
 */
export function feeOfErrand(errand: Errand, { age, pensioner }: PassportPlan, now: Date): Fee | null {
  // A licence is replaced because it is gone. A passport lies on the reader: who cannot show one goes to the counter.
  const lost = errand === 'temporary-licence'
  return feeFor({ errand, age, lost, pensioner }, today(now))
}
