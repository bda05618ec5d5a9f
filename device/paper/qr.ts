import QRCode from 'qrcode'
import { ink, type Letter } from './letterhead.ts'
import type { Body } from './parts.ts'

/** White around the modules, as the standard asks (modules). */
const QUIET = 4

/** A QR code as black squares, `size` points wide with its quiet zone, with words for those who cannot see it. */
export function qr(letter: Letter, body: Body, text: string, x: number, y: number, size: number, alt: string): void {
  // Level M: survives a fold or a coffee ring; Q and H only make the squares smaller.
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const unit = size / (modules.size + 2 * QUIET)
  body.add(
    letter.struct('Figure', { alt, bbox: [x, y, x + size, y + size] } as never, () => {
      for (let row = 0; row < modules.size; row += 1) {
        for (let column = 0; column < modules.size; column += 1) {
          if (!modules.get(row, column)) continue
          // One run at a time: fewer edges for a printer to blur.
          let length = 1
          while (column + length < modules.size && modules.get(row, column + length)) length += 1
          letter.rect(x + (QUIET + column) * unit, y + (QUIET + row) * unit, length * unit, unit)
          column += length
        }
      }
      letter.fill(ink.text)
    }),
  )
}
