import type { BringItem, Errand, Language, ReferTo } from '../contract/nouns.ts'
import { column, decoration, finish, ink, type Letterhead, page, startLetter } from './letterhead.ts'
import { day, head, numberBox, rule, steps, table } from './parts.ts'
import { da } from './texts/da.ts'
import { en } from './texts/en.ts'
import type { NextStep, PaperOutcome, ReceiptTexts } from './texts/texts.ts'

export type ReceiptInput = {
  /** The short speakable number of the case. */
  caseNumber: string
  errand: Errand
  outcome: PaperOutcome
  /** Where the passport is fetched; null when there is none to fetch. */
  place: string | null
  /** Instant, ISO 8601; the only time in the document. */
  at: string
  language: Language
  /** In Danish kroner; `back` of it goes back by a refund rule. */
  fee: {
    kroner: number
    is: 'card' | 'invoice' | 'desk' | 'unknown' | 'due'
    /** The terminal's own, to ask about. */
    reference: string | null
    back: number
    /** First day of the rule that made the price, so that it can be worked out again; by the pension's age or not. */
    asOf: string
    pensioner: boolean
  } | null
  /** In the order they are told; `nextStepsFor` has the usual ones. */
  nextSteps: readonly NextStep[]
  /** What to bring next time. */
  bring?: readonly BringItem[]
  letterhead: Letterhead
}

const languages: Record<Language, ReceiptTexts> = { da, en }

/** What usually happens next. */
export function nextStepsFor(errand: Errand, outcome: PaperOutcome, to?: ReferTo): readonly NextStep[] {
  switch (outcome) {
    case 'done':
      return ['keep-receipt']
    case 'approved':
      if (errand === 'temporary-licence') return ['licence-by-post', 'carry-temporary']
      return ['passport-is-made', 'fetch-in-person', 'bring-old-passport']
    case 'rejected':
      return ['decision-by-post', 'apply-again']
    case 'postponed':
      return ['book-meeting']
    case 'referred':
      if (to === 'police') return ['police-decide']
      return errand === 'passport-child' ? ['book-meeting', 'bring-consent'] : ['book-meeting']
  }
}

/**
 * The paper the citizen takes home: one page A4, PDF/A-2a, tagged, the same bytes for the same input. It names no person
 * and no CPR number, because paper is left behind in the tray.
 */
export function receipt(input: ReceiptInput): Promise<Buffer> {
  const texts = languages[input.language]
  const at = new Date(input.at)
  const { name, phone } = input.letterhead
  const title = texts.title[input.outcome]
  const letter = startLetter({ title: `${title} ${input.caseNumber}`, author: name, language: texts.tag, at })
  const body = letter.struct('Document')
  letter.addStructure(body)
  const part = (type: string, draw: () => void) => body.add(letter.struct(type, {}, draw))

  head(letter, part, input.letterhead, texts.service)
  part('H1', () => letter.font('bold').fontSize(25).fillColor(ink.text).text(title, page.left, 150, { width: column }))
  part('P', () => {
    letter.moveDown(0.35).font('regular').fontSize(12).fillColor(ink.text)
    letter.text(texts.lead[input.outcome], { width: column * 0.86, lineGap: 3 })
  })

  const facts: [string, string][] = [
    [texts.label.errand, texts.errand[input.errand]],
    [texts.label.at, day(at, texts.tag)],
    ...(input.place ? [[texts.label.place, input.place] as [string, string]] : []),
    ...feeRows(input, texts),
  ]
  let y = letter.y + 26
  y = numberBox(letter, part, texts.label.caseNumber, input.caseNumber, y)
  y = table(letter, body, facts, y + 14)
  steps(
    letter,
    body,
    texts.label.next,
    [...input.nextSteps.map((step) => texts.nextStep[step]), ...(input.bring ?? []).map((item) => texts.bring[item])],
    y + 34,
  )

  const foot = page.height - page.bottom - 58
  decoration(letter, () => rule(letter, foot))
  part('P', () => {
    letter.font('bold').fontSize(10.5).fillColor(ink.text)
    letter.text(texts.questions(name, phone), page.left, foot + 14, { width: column })
  })
  part('P', () => {
    letter.font('regular').fontSize(9.5).fillColor(ink.quiet)
    letter.text(texts.erased, page.left, letter.y + 4, { width: column })
  })
  body.end()
  return finish(letter)
}

const dateOnly = (date: string, tag: string) =>
  new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))

/** Price, VAT note and the terminal's reference; a refund on its own line. */
function feeRows({ fee, outcome }: ReceiptInput, texts: ReceiptTexts): [string, string][] {
  const amount = (kroner: number) =>
    `${new Intl.NumberFormat(texts.tag, { minimumFractionDigits: Number.isInteger(kroner) ? 0 : 2 }).format(kroner)} kr.`
  const kept = outcome === 'approved' || outcome === 'done'
  if (!fee) return kept ? [[texts.label.fee, texts.fee.none]] : []
  if (!kept && fee.is !== 'card' && fee.is !== 'unknown') return []
  const rows: [string, string][] = [[texts.label.fee, `${texts.fee[fee.is](amount(fee.kroner))} ${texts.vat}`]]
  rows.push([texts.label.rate, texts.rate(dateOnly(fee.asOf, texts.tag), fee.pensioner)])
  if (fee.reference) rows.push([texts.label.reference, fee.reference])
  if (fee.back > 0) rows.push([texts.label.back, texts.back(amount(fee.back))])
  return rows
}
