import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import PDFDocument from 'pdfkit'
import { finish, startLetter } from '../../device/paper/letterhead.ts'
import { Usage } from '../verb.ts'

/** A4 with the margins of an office printer (pt). */
const MARGIN = 28
/** The end of a PDF stands in its last bytes (ISO 32000-1 §7.5.5, as readers are lenient about it). */
const TAIL_BYTES = 1_024

/** A file as a PDF: PDF as it is, PNG and JPEG fitted to A4, UTF-8 text in our own type. Throws one sentence for the rest. */
export async function asPdf(file: string): Promise<Buffer> {
  const bytes = readFileSync(file)
  if (bytes.length === 0) throw new Usage(`${file} is empty.`)
  const head = bytes.subarray(0, 8).toString('latin1')
  if (head.startsWith('%PDF-')) {
    if (!bytes.subarray(-TAIL_BYTES).includes('%%EOF'))
      throw new Usage(`${file} is cut off: the end of the PDF is missing.`)
    return bytes
  }
  if (head.startsWith('\x89PNG') || head.startsWith('\xff\xd8')) return picture(file, bytes)
  const text = bytes.toString('utf8')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text holds tells a binary file.
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text))
    throw new Usage(`${file} is neither PDF, PNG, JPEG nor text in UTF-8.`)
  const letter = startLetter({ title: basename(file), author: 'boks print', language: 'da-DK', at: new Date() })
  const body = letter.struct('Document')
  letter.addStructure(body)
  body.add(letter.struct('P', {}, () => void letter.font('regular').fontSize(11).text(text, { lineGap: 2 })))
  body.end()
  return finish(letter)
}

function picture(file: string, bytes: Buffer): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: MARGIN })
  try {
    const { width, height } = document.page
    document.image(bytes, MARGIN, MARGIN, { fit: [width - 2 * MARGIN, height - 2 * MARGIN], align: 'center' })
  } catch {
    throw new Usage(`${file} is damaged: the picture cannot be read.`)
  }
  return finish(document)
}
