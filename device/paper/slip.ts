import type { Language } from '../contract/nouns.ts'
import { column, finish, ink, type Letterhead, page, startLetter } from './letterhead.ts'
import { da } from './texts/da.ts'
import { en } from './texts/en.ts'

export type SlipInput = {
  caseNumber: string
  language: Language
  /** What a caseworker wrote; null: how to book a time. */
  text: string | null
  /** Instant, ISO 8601. */
  at: string
  letterhead: Letterhead
}

/** A page with a few words to take home: one page A4, PDF/A-2a, tagged. It names no person. */
export function slip(input: SlipInput): Promise<Buffer> {
  const texts = { da, en }[input.language]
  const { name, phone } = input.letterhead
  const words = input.text === null ? texts.slip.book : texts.slip.from
  const letter = startLetter({
    title: `${words} ${input.caseNumber}`,
    author: name,
    language: texts.tag,
    at: new Date(input.at),
  })
  const body = letter.struct('Document')
  letter.addStructure(body)
  const part = (type: string, draw: () => void) => body.add(letter.struct(type, {}, draw))
  part('P', () =>
    letter.font('bold').fontSize(13).fillColor(ink.accent).text(name, page.left, page.top, { width: column }),
  )
  part('H1', () => letter.font('bold').fontSize(25).fillColor(ink.text).text(words, page.left, 150, { width: column }))
  part('P', () => {
    letter.moveDown(0.6).font('regular').fontSize(14).fillColor(ink.text)
    letter.text(input.text ?? texts.slip.how, { width: column, lineGap: 5 })
  })
  part('P', () => {
    letter.moveDown(1).font('bold').fontSize(12).fillColor(ink.text)
    letter.text(`${texts.label.caseNumber}: ${input.caseNumber}`, { width: column })
  })
  part('P', () => {
    letter.moveDown(0.6).font('regular').fontSize(11).fillColor(ink.quiet)
    letter.text(texts.questions(name, phone), { width: column })
  })
  body.end()
  return finish(letter)
}
