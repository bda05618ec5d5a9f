import type { Dated } from './dated.ts'

/** How long a temporary health card is good for (days). No source was found: an assumption, for the region to set. */
export const temporaryHealthCardDays: readonly Dated<number>[] = [
  { from: '2021-01-01', value: 30, source: 'assumed: the yellow card comes by post within two to three weeks' },
]
