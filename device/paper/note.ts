import type { Language } from '../contract/nouns.ts'
import { column, decoration, finish, ink, type Letter, type Letterhead, page, startLetter } from './letterhead.ts'
import { day, head, numberBox, rule, table } from './parts.ts'
import { noteDa } from './texts/note-da.ts'
import { noteEn } from './texts/note-en.ts'
import type { Note, NoteTexts } from './texts/note-texts.ts'

export type NoteInput = {
  /** The short speakable number of the case; null where there is none. */
  caseNumber: string | null
  language: Language
  note: Note
  /** Instant, ISO 8601. */
  at: string
  letterhead: Letterhead
}

/** What stands on the slip, whatever it is printed on. `box`: the one thing that is asked for later. */
export type NoteWords = {
  title: string
  lead: string | null
  box: { label: string; value: string } | null
  facts: [string, string][]
  parts: { head: string | null; lines: readonly string[] }[]
}

const languages: Record<Language, NoteTexts> = { da: noteDa, en: noteEn }

/** Of the running text (pt): the largest with which it fits on the page. */
const SIZES = [12, 11, 10, 9, 8, 7]
const MOST_LINES = 24
/** Head of a part with the space around it (pt). */
const HEAD_HEIGHT = 54

function partsHeight(letter: Letter, parts: NoteWords['parts'], size: number): number {
  letter.font('regular').fontSize(size)
  const lineHeight = (line: string) => letter.heightOfString(line, { width: column, lineGap: size / 4 }) + size / 2
  return parts.reduce((sum, { lines }) => sum + HEAD_HEIGHT + lines.reduce((all, line) => all + lineHeight(line), 0), 0)
}

/** The words of a slip, in order. */
export function noteWords({ caseNumber, language, note, at }: Omit<NoteInput, 'letterhead'>): NoteWords {
  const texts = languages[language]
  const box = caseNumber === null ? null : { label: texts.caseNumber, value: caseNumber }
  const lines = (text: string) => {
    const all = text.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : []))
    // A page holds so many; what goes beyond follows on the last of them.
    return all.length > MOST_LINES ? [...all.slice(0, MOST_LINES - 1), all.slice(MOST_LINES - 1).join(' ')] : all
  }
  const part = (head: string | null, text: string) => (lines(text).length > 0 ? [{ head, lines: lines(text) }] : [])
  const fact = (label: string, value: string | null): [string, string][] => (value ? [[label, value]] : [])
  const title = texts.title[note.is]
  const lead = texts.lead[note.is]
  const when = (instant: string) => day(new Date(instant), texts.tag)
  switch (note.is) {
    case 'book':
      return { title, lead: null, box, facts: [], parts: [{ head: null, lines: [texts.how] }] }
    case 'passport-gone':
      return {
        title,
        lead,
        box: null,
        facts: [],
        parts: [
          { head: texts.why, lines: texts.gone.know },
          { head: texts.bring, lines: texts.gone.bring },
        ],
      }
    case 'message':
      return { title, lead: null, box, facts: [], parts: part(null, note.text) }
    case 'summary':
      return { title, lead, box, facts: [[texts.on, when(at)]], parts: part(texts.agreed, note.text) }
    case 'referral':
      return {
        title,
        lead,
        box,
        facts: [...fact(texts.place, note.to), ...fact(texts.address, note.address)],
        parts: [...part(texts.way, note.directions ?? ''), ...part(texts.why, note.text)],
      }
    case 'appointment':
      return {
        title,
        lead: null,
        box: note.code ? { label: texts.code, value: note.code } : box,
        facts: [[texts.time, when(note.start)], ...fact(texts.place, note.place), ...fact(texts.address, note.address)],
        parts: [...part(texts.bring, note.bring.join('\n')), ...part(texts.why, note.text)],
      }
  }
}

/** One page A4, PDF/A-2a, tagged, the same bytes for the same input. */
export function notePaper(input: NoteInput): Promise<Buffer> {
  const texts = languages[input.language]
  const { letterhead } = input
  const words = noteWords(input)
  const letter = startLetter({
    title: words.box ? `${words.title} ${words.box.value}` : words.title,
    author: letterhead.name,
    language: texts.tag,
    at: new Date(input.at),
  })
  const body = letter.struct('Document')
  letter.addStructure(body)
  const part = (type: string, draw: () => void) => body.add(letter.struct(type, {}, draw))
  const width = column
  head(letter, part, letterhead, texts.service)
  part('H1', () => letter.font('bold').fontSize(25).fillColor(ink.text).text(words.title, page.left, 150, { width }))
  const { lead } = words
  if (lead)
    part('P', () => {
      letter.moveDown(0.35).font('regular').fontSize(12).fillColor(ink.text)
      letter.text(lead, { width: column * 0.86, lineGap: 3 })
    })
  let y = letter.y + 22
  if (words.box) y = numberBox(letter, part, words.box.label, words.box.value, y) + 14
  if (words.facts.length > 0) y = table(letter, body, words.facts, y)
  const foot = page.height - page.bottom - 44
  const size = SIZES.find((size) => y + partsHeight(letter, words.parts, size) < foot) ?? SIZES.at(-1)!
  for (const { head, lines } of words.parts) {
    if (head)
      part('H2', () => {
        letter
          .font('bold')
          .fontSize(14)
          .fillColor(ink.text)
          .text(head, page.left, y + 26, { width })
      })
    y = (head ? letter.y : y + 10) + 7
    for (const line of lines) {
      part('P', () => {
        letter.font('regular').fontSize(size).fillColor(ink.text)
        letter.text(line, page.left, y, { width, lineGap: size / 4 })
      })
      y = letter.y + size / 2
    }
  }
  decoration(letter, () => rule(letter, foot))
  part('P', () => {
    letter.font('bold').fontSize(10.5).fillColor(ink.text)
    letter.text(texts.questions(letterhead.name, letterhead.phone), page.left, foot + 14, { width })
  })
  body.end()
  return finish(letter)
}
