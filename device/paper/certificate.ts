import type { Issued, Statement } from '../contract/certificate.ts'
import type { Language } from '../contract/nouns.ts'
import { column, decoration, finish, ink, type Letterhead, page, startLetter } from './letterhead.ts'
import { date, day, head, rule, table } from './parts.ts'
import { qr } from './qr.ts'
import { type CertificateTexts, certificateDa } from './texts/certificate-da.ts'
import { certificateEn } from './texts/certificate-en.ts'

const languages: Record<Language, CertificateTexts> = { da: certificateDa, en: certificateEn }
/** Wide enough for a phone at arm's length from a paper on a counter (pt). */
const QR_SIZE = 148

/**
 * What the hub states, as a paper: certificate of residence, or temporary driving licence. One page A4, PDF/A-2a, tagged;
 * the same bytes for the same statement. The QR code leads to the hub's public page, which shows what the hub stated.
 */
export function certificate({ statement, url }: Issued, letterhead: Letterhead): Promise<Buffer> {
  const { about, issuedAt } = statement
  const texts = languages[statement.language]
  const at = new Date(issuedAt)
  const words = texts[about.is]
  const letter = startLetter({ title: words.title, author: letterhead.name, language: texts.tag, at })
  const body = letter.struct('Document')
  letter.addStructure(body)
  const part = (type: string, draw: () => void) => body.add(letter.struct(type, {}, draw))

  head(letter, part, letterhead, texts.service)
  part('H1', () =>
    letter.font('bold').fontSize(25).fillColor(ink.text).text(words.title, page.left, 150, { width: column }),
  )
  part('P', () => {
    letter.moveDown(0.35).font('regular').fontSize(12).fillColor(ink.text)
    letter.text(words.lead(statement.issuer), { width: column * 0.9, lineGap: 3 })
  })
  let y = table(letter, body, factsOf(statement, texts), letter.y + 22)
  if (about.is !== 'residence-certificate') {
    part('P', () => {
      letter.font('bold').fontSize(11.5).fillColor(ink.text)
      letter.text(texts.carry[about.is], page.left, y + 22, { width: column, lineGap: 2 })
    })
    y = letter.y
  }

  const foot = page.height - page.bottom - QR_SIZE - 8
  decoration(letter, () => rule(letter, foot))
  const side = page.left + QR_SIZE + 14
  const width = column - QR_SIZE - 14
  part('H2', () => {
    letter
      .font('bold')
      .fontSize(13)
      .fillColor(ink.text)
      .text(texts.checkTitle, side, foot + 20, { width })
  })
  part('P', () => {
    letter.font('regular').fontSize(10.5).fillColor(ink.text)
    letter.text(texts.check(new URL(url).host), side, letter.y + 4, { width, lineGap: 2 })
  })
  part('P', () => {
    letter
      .font('regular')
      .fontSize(10.5)
      .fillColor(ink.quiet)
      .text(`${texts.code} `, side, letter.y + 8, { continued: true })
    letter.font('bold').fillColor(ink.text).text(statement.code)
  })
  part('P', () => {
    letter.font('regular').fontSize(9.5).fillColor(ink.quiet)
    letter.text(texts.issued(statement.issuer, day(at, texts.tag)), side, letter.y + 4, { width })
  })
  qr(letter, body, url, page.left - 12, foot + 8, QR_SIZE, texts.qrAlt(statement.code))
  body.end()
  return finish(letter)
}

function factsOf({ about }: Statement, texts: CertificateTexts): [string, string][] {
  const { label } = texts
  const on = (iso: string) => date(iso, texts.tag)
  const { record } = about
  const person: [string, string][] = [
    [label.name, record.name],
    [label.born, on(record.dateOfBirth)],
  ]
  if (about.is === 'temporary-licence') {
    const licence = about.record
    return [
      ...person,
      [label.licence, licence.number],
      [label.categories, licence.categories.join(', ')],
      [label.until, on(about.until)],
    ]
  }
  if (about.is === 'temporary-health-card') {
    const card = about.record
    const doctor: [string, string][] = card.doctor ? [[label.doctor, `${card.doctor.name}\n${card.doctor.phone}`]] : []
    return [
      [label.name, card.name],
      [label.personalNumber, card.personalNumber],
      [label.address, `${card.street}\n${card.postal}`],
      [label.group, texts.group[card.group]],
      ...doctor,
      [label.until, on(about.until)],
    ]
  }
  const addresses = about.record.addresses.map(({ street, postal, from, to }): [string, string] => [
    to === null ? label.address : label.earlier,
    `${street}\n${postal}\n${to === null ? texts.since(on(from)) : texts.between(on(from), on(to))}`,
  ])
  return [...person, ...addresses]
}
