import type { BringItem, Errand, Language, ReferTo } from '../contract/nouns.ts'
import { column, decoration, finish, ink, type Letter, page, startLetter } from './letterhead.ts'
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
  /** In Danish kroner. */
  fee: { kroner: number; paid: boolean } | null
  /** In the order they are told; `nextStepsFor` has the usual ones. */
  nextSteps: readonly NextStep[]
  /** What to bring next time. */
  bring?: readonly BringItem[]
  municipality: { name: string; phone: string }
}

const languages: Record<Language, ReceiptTexts> = { da, en }

/** What usually happens next. */
export function nextStepsFor(errand: Errand, outcome: PaperOutcome, to?: ReferTo): readonly NextStep[] {
  switch (outcome) {
    case 'approved':
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
  const { name, phone } = input.municipality
  const title = texts.title[input.outcome]
  const letter = startLetter({ title: `${title} ${input.caseNumber}`, author: name, language: texts.tag, at })
  const body = letter.struct('Document')
  letter.addStructure(body)
  const part = (type: string, draw: () => void) => body.add(letter.struct(type, {}, draw))

  // Inside the margin: office printers cannot print to the edge.
  decoration(letter, () => letter.rect(page.left, page.top - 14, 44, 4).fill(ink.accent))
  part('P', () => head(letter, name, texts.service))
  part('H1', () => letter.font('bold').fontSize(25).fillColor(ink.text).text(title, page.left, 150, { width: column }))
  part('P', () => {
    letter.moveDown(0.35).font('regular').fontSize(12).fillColor(ink.text)
    letter.text(texts.lead[input.outcome], { width: column * 0.86, lineGap: 3 })
  })

  const facts: [string, string][] = [
    [texts.label.errand, texts.errand[input.errand]],
    [texts.label.at, day(at, texts.tag)],
    ...(input.place ? [[texts.label.place, input.place] as [string, string]] : []),
    ...(input.outcome === 'approved' ? [[texts.label.fee, fee(input.fee, texts)] as [string, string]] : []),
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

function head(letter: Letter, municipality: string, service: string): void {
  letter.font('bold').fontSize(13).fillColor(ink.accent).text(municipality, page.left, page.top, { width: column })
  letter.font('regular').fontSize(10.5).fillColor(ink.quiet).text(service, { width: column })
}

function rule(letter: Letter, y: number): void {
  letter
    .moveTo(page.left, y)
    .lineTo(page.left + column, y)
    .lineWidth(0.6)
    .strokeColor(ink.line)
    .stroke()
}

type Part = (type: string, draw: () => void) => void

/** The one thing a citizen is asked for on the phone: large, with room to find it. */
function numberBox(letter: Letter, part: Part, label: string, value: string, y: number): number {
  const height = 62
  decoration(letter, () => {
    letter.rect(page.left, y, column, height).fill('#f2f5f8')
    letter.rect(page.left, y, 3.5, height).fill(ink.accent)
  })
  part('P', () => {
    const x = page.left + 20
    letter
      .font('regular')
      .fontSize(9.5)
      .fillColor(ink.quiet)
      .text(label, x, y + 11)
    letter
      .font('bold')
      .fontSize(21)
      .fillColor(ink.text)
      .text(value, x, y + 25, { characterSpacing: 0.8 })
  })
  return y + height
}

function table(letter: Letter, body: PDFKit.PDFStructureElement, rows: [string, string][], y: number): number {
  const half = 150
  const element = letter.struct('Table')
  body.add(element)
  for (const [label, value] of rows) {
    const top = y + 9
    const row = letter.struct('TR')
    element.add(row)
    row.add(
      letter.struct('TH', {}, () => {
        letter.font('regular').fontSize(11).fillColor(ink.quiet).text(label, page.left, top, { width: half })
      }),
    )
    row.add(
      letter.struct('TD', {}, () => {
        letter.font('bold').fontSize(11).fillColor(ink.text)
        letter.text(value, page.left + half, top, { width: column - half })
      }),
    )
    row.end()
    y = letter.y + 8
    decoration(letter, () => rule(letter, y))
  }
  element.end()
  return y
}

function steps(letter: Letter, body: PDFKit.PDFStructureElement, title: string, list: string[], y: number): void {
  body.add(
    letter.struct('H2', {}, () => {
      letter.font('bold').fontSize(14).fillColor(ink.text).text(title, page.left, y, { width: column })
    }),
  )
  const element = letter.struct('L')
  body.add(element)
  y = letter.y + 9
  for (const [i, text] of list.entries()) {
    const item = letter.struct('LI')
    element.add(item)
    item.add(
      letter.struct('Lbl', {}, () => {
        letter
          .font('bold')
          .fontSize(11.5)
          .fillColor(ink.accent)
          .text(`${i + 1}.`, page.left, y, { width: 22 })
      }),
    )
    item.add(
      letter.struct('LBody', {}, () => {
        letter.font('regular').fontSize(11.5).fillColor(ink.text)
        letter.text(text, page.left + 22, y, { width: column - 22, lineGap: 2 })
      }),
    )
    item.end()
    y = letter.y + 7
  }
  element.end()
}

/** The day and the time in Denmark, wherever the box believes to be. */
function day(at: Date, tag: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Copenhagen' }).format(
    at,
  )
}

function fee(due: ReceiptInput['fee'], texts: ReceiptTexts): string {
  if (!due) return texts.fee.none
  const amount = `${new Intl.NumberFormat(texts.tag).format(due.kroner)} kr.`
  return due.paid ? texts.fee.paid(amount) : texts.fee.due(amount)
}
