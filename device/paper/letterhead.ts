import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { Logo } from './logo.ts'

const locate = createRequire(import.meta.url).resolve
const fontFile = (weight: number) =>
  readFileSync(locate(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff`))
/** Read once: the box prints the same two weights all day. */
let fonts: { regular: Buffer; bold: Buffer } | undefined

/** A4 in points, with the margins of a Danish business letter. */
export const page = { width: 595.28, height: 841.89, left: 71, right: 71, top: 57, bottom: 57 } as const
export const column = page.width - page.left - page.right

/** Black on white prints well on every printer; the one colour is a dark blue that turns into a dark grey. */
export const ink = { text: '#1a1a1a', quiet: '#565656', line: '#bfbfbf', accent: '#0b3f73' } as const

export type Letter = PDFKit.PDFDocument

/** Whose papers they are, as a municipality sets it. */
export type Letterhead = {
  name: string
  phone: string
  /** Up to four lines. */
  address?: readonly string[]
  logo?: Logo
}

/**
 * An empty tagged PDF/A-2a page with our two fonts (`regular`, `bold`). `at` is the only time in the file, and the id is
 * made from it and the title, so that the same letter is the same bytes.
 */
export function startLetter(about: { title: string; author: string; language: string; at: Date }): Letter {
  const { title, author, language, at } = about
  const document = new PDFDocument({
    size: 'A4',
    margins: { left: page.left, right: page.right, top: page.top, bottom: page.bottom },
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    lang: language,
    displayTitle: true,
    info: {
      Title: title,
      Author: author,
      Creator: 'Borgerboks',
      Producer: 'Borgerboks',
      CreationDate: at,
      ModDate: at,
    },
    font: '',
    autoFirstPage: false,
  } as PDFKit.PDFDocumentOptions)
  fonts ??= { regular: fontFile(400), bold: fontFile(600) }
  document.registerFont('regular', fonts.regular)
  document.registerFont('bold', fonts.bold)
  document.addPage()
  return document
}

/** Lines and bars: there for the eye only, so a screen reader passes over them. */
export function decoration(letter: Letter, draw: () => void): void {
  letter.markContent('Artifact', { type: 'Layout' })
  draw()
  letter.endMarkedContent()
}

/** Ends the letter and gives its bytes. */
export function finish(letter: Letter): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    letter.on('data', (chunk: Buffer) => chunks.push(chunk))
    letter.on('end', () => resolve(Buffer.concat(chunks)))
    letter.on('error', reject)
    letter.end()
  })
}
