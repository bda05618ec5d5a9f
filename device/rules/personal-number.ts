import type { InspectionReport } from '../contract/inspection.ts'

/**
 * Whose passports hold a number of the register that is asked: Denmark's the CPR number; those of UTO, the specimens' state of
 * Doc 9303 for which no real authority signs, the test register's.
 */
const issuers: ReadonlySet<string> = new Set(['DNK', 'UTO'])

/**
 * The number under which the register knows the holder; null without one. Another state's number is nobody's here, though it
 * may be written like one: an Icelandic kennitala has a CPR number's ten digits and begins with the same date of birth, so that
 * the register would answer with a stranger's record.
 */
export const registeredNumber = ({ document, holder }: Pick<InspectionReport, 'document' | 'holder'>): string | null =>
  issuers.has(document.issuingState) ? (holder.personalNumber ?? null) : null
