/** Looking for what must not be there: bytes of a person, on disk and in logs. */
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskView } from '../../device/contract/desk.ts'
import { holders } from '../../drivers/virtual/bench/citizens.ts'
import { writeMrz } from '../../drivers/virtual/country/mrz-writer.ts'

/** So much of a picture cannot be there by chance, and is found if any part of it is (bytes). */
const PIECE_BYTES = 48
/** Pieces of one picture: its head is the same in all, so they are taken from the rest. */
const PIECES = 4

export type Needle = { what: string; bytes: Buffer }

/** A text as it is, and as base64, base64url and hex would hide it. */
function guises(what: string, raw: Buffer): Needle[] {
  const needles = [{ what, bytes: raw }]
  for (const hex of [raw.toString('hex'), raw.toString('hex').toUpperCase()])
    needles.push({ what: `${what} in hex`, bytes: Buffer.from(hex) })
  // Base64 looks different at each of three offsets; the outer characters depend on the neighbours.
  for (let offset = 0; offset < 3; offset += 1) {
    const length = Math.floor((raw.length - offset) / 3) * 3
    if (length < 6) continue
    for (const as of ['base64', 'base64url'] as const) {
      const text = raw.subarray(offset, offset + length).toString(as)
      needles.push({ what: `${what} in ${as}`, bytes: Buffer.from(text) })
    }
  }
  return needles
}

/** A shorter word turns up by chance in a megabyte of sealed text (characters). */
const SHORTEST = 6

/** Names, document numbers and MRZ lines of all citizens of the bench. */
export function wordNeedles(shortest = SHORTEST): Needle[] {
  return Object.values(holders).flatMap((holder) => {
    const [line1] = writeMrz('UTO', holder, '2030-01-01')
    const words = [holder.surname, holder.givenNames, holder.documentNumber, line1.replace(/<+$/, '')]
    // The names on the MRZ alone too: what is logged may be the second half of a line.
    words.push(line1.slice(5).replace(/<+$/, ''), holder.givenNames.toUpperCase(), holder.surname.toUpperCase())
    return [...new Set(words)]
      .filter((word) => word.length >= shortest)
      .flatMap((word) => guises(word, Buffer.from(word)))
  })
}

/** Pieces of every picture that the desk saw. */
export function pictureNeedles(view: DeskView): Needle[] {
  const pictures = {
    'the live portrait': view.portraits.live,
    'the chip’s portrait': view.portraits.chip,
    'the signature': view.signature,
    ...Object.fromEntries(view.fingers.map(({ position, preview }) => [position, preview])),
  }
  return Object.entries(pictures).flatMap(([what, url]) => {
    if (!url) return []
    const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
    const from = Math.floor(bytes.length / 3)
    const step = Math.floor((bytes.length - from - PIECE_BYTES) / PIECES)
    if (step < 1) return []
    return Array.from({ length: PIECES }, (_, i) =>
      bytes.subarray(from + i * step, from + i * step + PIECE_BYTES),
    ).flatMap((piece) => guises(what, piece))
  })
}

/** What of `needles` is in `bytes`. */
export function found(bytes: Buffer, needles: readonly Needle[]): string[] {
  return [...new Set(needles.filter((needle) => bytes.includes(needle.bytes)).map(({ what }) => what))]
}

/**
 * Looks through every file under `folders` that was written after `since` (ms since 1970), and what PDFs among them say.
 * Returns one line per find, and how much was read. Files that go away meanwhile are passed over.
 */
export function search(folders: readonly string[], needles: readonly Needle[], since: number) {
  const finds: string[] = []
  let files = 0
  let size = 0
  for (const file of folders.flatMap((folder) => globSync('**/*', { cwd: folder }).map((name) => join(folder, name)))) {
    const bytes = readIfWritten(file, since)
    if (!bytes) continue
    files += 1
    size += bytes.length
    const words = bytes.subarray(0, 5).toString() === '%PDF-' ? Buffer.concat([bytes, pdfText(file)]) : bytes
    for (const what of found(words, needles)) finds.push(`${file}: ${what}`)
  }
  return { finds, files, size }
}

function readIfWritten(file: string, since: number): Buffer | null {
  try {
    const { mtimeMs } = statSync(file)
    return statSync(file).isFile() && mtimeMs >= since ? readFileSync(file) : null
  } catch {
    return null
  }
}

/** The words of a PDF lie compressed in it. */
function pdfText(file: string): Buffer {
  try {
    return execFileSync('pdftotext', [file, '-'], { stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return Buffer.alloc(0)
  }
}

/** Where devices of the bench keep files outside the demo’s folder; others’ lie there too and may hold nothing either. */
export function deviceFolders(): string[] {
  return ['/tmp/pcscd-*', '/dev/shm/virtual-printer-*'].flatMap((pattern) => globSync(pattern))
}
