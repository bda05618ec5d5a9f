/** A slip in ESC/POS, as Epson's command reference describes it and most receipt printers understand. */

const ESC = 0x1b
const GS = 0x1d
/** Code page of Western Europe (Windows-1252): æ, ø and å among it. */
const WPC1252 = 16
/** Dots a QR module: readable from 58 mm paper. */
const QR_DOTS = 6
/** Lines of paper between the last word and the knife. */
const FEED_LINES = 4

export type SlipLine =
  | { is: 'text'; text: string; bold?: boolean; large?: boolean; centre?: boolean }
  | { is: 'rule' }
  | { is: 'qr'; text: string }

/** Characters a line of 80 mm paper in the plain font. */
export const SLIP_COLUMNS = 42

/** Characters of Windows-1252 beyond Latin-1 that texts of ours use. */
const beyond: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
}

/** Words only: a control character in somebody's text would be a command to the printer. */
function latin(text: string): number[] {
  return [...text].map((letter) => {
    const code = beyond[letter] ?? letter.charCodeAt(0)
    return (code >= 0x20 && code < 0x100 && code !== 0x7f) || letter === '\n' ? code : 0x3f
  })
}

/** The whole slip, from reset to cut. `id` (0–9999) comes back from the printer when all before it is printed. */
export function encodeSlip(lines: readonly SlipLine[], id: number): Uint8Array {
  const bytes: number[] = [ESC, 0x40, ESC, 0x74, WPC1252]
  for (const line of lines) {
    if (line.is === 'text') {
      bytes.push(ESC, 0x61, line.centre ? 1 : 0, ESC, 0x45, line.bold ? 1 : 0, GS, 0x21, line.large ? 0x11 : 0)
      const width = line.large ? SLIP_COLUMNS / 2 : SLIP_COLUMNS
      for (const part of wrap(line.text, width)) bytes.push(...latin(part), 0x0a)
    } else if (line.is === 'rule') bytes.push(GS, 0x21, 0, ...latin('-'.repeat(SLIP_COLUMNS)), 0x0a)
    else bytes.push(ESC, 0x61, 1, ...qr(line.text), 0x0a)
  }
  bytes.push(ESC, 0x64, FEED_LINES, GS, 0x56, 0)
  return Uint8Array.from([...bytes, ...processId(id)])
}

/** GS ( k: model 2, module size, error correction M, store, print. */
function qr(text: string): number[] {
  const data = [...Buffer.from(text)]
  const length = data.length + 3
  return [
    ...[GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, QR_DOTS],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31],
    ...[GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30, ...data],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30],
  ]
}

/** GS ( H, function 48: answered with `37 22 d1 d2 d3 d4 00` once everything before it has been printed. */
function processId(id: number): number[] {
  return [GS, 0x28, 0x48, 6, 0, 0x30, 0x30, ...latin(String(id).padStart(4, '0'))]
}

/** Broken between words; a longer word is cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    let rest = word
    if (line && line.length + 1 + rest.length > width) {
      lines.push(line)
      line = ''
    }
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width))
    line = line ? `${line} ${rest}` : rest
  }
  return [...lines, line]
}
