/** The parts that all our papers are put together from. */
import { column, decoration, ink, type Letter, type Letterhead, page } from './letterhead.ts'
import { drawLogo, logoWidth } from './logo.ts'

export type Part = (type: string, draw: () => void) => void
export type Body = PDFKit.PDFStructureElement

/** Height of a municipality's mark at the head of a page (pt). */
const LOGO_HEIGHT = 40

/** Whose paper it is: mark, name and address, as the municipality has set them. */
export function head(letter: Letter, part: Part, from: Letterhead, service: string): void {
  // Inside the margin: office printers cannot print to the edge.
  decoration(letter, () => letter.rect(page.left, page.top - 14, 44, 4).fill(ink.accent))
  const { logo } = from
  if (logo) {
    const width = logoWidth(logo, LOGO_HEIGHT)
    const x = page.left + column - width
    decoration(letter, () => drawLogo(letter, logo, x, page.top - 6, LOGO_HEIGHT))
  }
  const width = column * 0.7
  part('P', () => {
    letter.font('bold').fontSize(13).fillColor(ink.accent).text(from.name, page.left, page.top, { width })
    letter.font('regular').fontSize(10.5).fillColor(ink.quiet).text(service, { width })
    for (const line of from.address ?? []) letter.fontSize(9).text(line, { width })
  })
}

export function rule(letter: Letter, y: number): void {
  letter
    .moveTo(page.left, y)
    .lineTo(page.left + column, y)
    .lineWidth(0.6)
    .strokeColor(ink.line)
    .stroke()
}

/** The one thing a citizen is asked for on the phone: large, with room to find it. */
export function numberBox(letter: Letter, part: Part, label: string, value: string, y: number): number {
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

export function table(letter: Letter, body: Body, rows: [string, string][], y: number): number {
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

export function steps(letter: Letter, body: Body, title: string, list: string[], y: number): void {
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
export function day(at: Date, tag: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Copenhagen' }).format(
    at,
  )
}

/** A calendar date (`YYYY-MM-DD`) in words. */
export function date(iso: string, tag: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`))
}
