import type { Dated } from './dated.ts'

/** How long a temporary driving licence may be used (days). */
export const temporaryLicenceDays: readonly Dated<number>[] = [
  { from: '2021-01-01', value: 90, source: 'assumption: no source found; three months until the new card has come' },
]
