import type { BringItem, Errand } from '../../contract/nouns.ts'

/** How a case can stand when its paper is printed. */
export type PaperOutcome = 'done' | 'approved' | 'rejected' | 'referred' | 'postponed'

/** What can be told to happen next; the errand chooses and orders them. */
export const nextSteps = [
  'passport-is-made',
  'fetch-in-person',
  'bring-old-passport',
  'decision-by-post',
  'apply-again',
  'we-call-you',
  'book-meeting',
  'bring-consent',
  'police-decide',
  'keep-receipt',
  'licence-by-post',
  'carry-temporary',
] as const
export type NextStep = (typeof nextSteps)[number]

/** All words of the receipt in one language. */
export type ReceiptTexts = {
  /** BCP 47, for the PDF and for dates and amounts. */
  tag: string
  service: string
  title: Record<PaperOutcome, string>
  lead: Record<PaperOutcome, string>
  errand: Record<Errand, string>
  label: Record<'caseNumber' | 'errand' | 'at' | 'place' | 'fee' | 'rate' | 'reference' | 'back' | 'next', string>
  fee: Record<'card' | 'invoice' | 'desk' | 'unknown' | 'due', (amount: string) => string> & { none: string }
  /** Behind the price: what it says of VAT. */
  vat: string
  back(amount: string): string
  /** By which rule the price was made. */
  rate(from: string, pensioner: boolean): string
  nextStep: Record<NextStep, string>
  bring: Record<BringItem, string>
  erased: string
  questions(municipality: string, phone: string): string
}
