/** The zones by their first line's width: a card of three lines, a card of two, a passport (Doc 9303-5, -6, -4). */
const LINES: Record<number, number> = { 30: 3, 36: 2, 44: 2 }
/** What OCR-B may stand there. */
const ALLOWED = /^[A-Z0-9<]*$/

/** What people lay down instead of a passport, as far as readers of this kind can tell. */
export type OtherDocument = 'driving-licence' | 'health-card'

/** What came of the lines so far. */
export type Assembled = { is: 'read'; text: string } | { is: 'unreadable'; other?: OtherDocument } | { is: 'more' }

/**
 * A reader that also takes barcodes or magnetic stripes gives a Danish health card as its holder's personal number, alone or
 * on a track (ISO/IEC 7813: between % or ; and ?). Recalled, no specification was at hand. Only the kind of card is told on.
 */
const HEALTH_CARD = /^(?:[%;].*)?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6}(?:\D.*\?|\d*\?)?$/
/** ISO/IEC 18013-2 and 18013-1 annex: one line of 30 that begins with D. */
const LICENCE = /^D[A-Z0-9<]{29}$/

/**
 * The lines a reader sent, put together: `read` with all lines of a zone, joined by line feeds, in capitals and without
 * blanks; `more` when lines are still to come. Nothing is corrected and no check digit looked at: that is for those who
 * parse it.
 */
export function assemble(raw: string): Assembled {
  const lines = raw
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\s+/g, '').toUpperCase())
    .filter((line) => line !== '')
    .flatMap(cut)
  const other = otherDocument(lines)
  if (other) return { is: 'unreadable', other }
  const width = lines[0]?.length ?? 0
  const wanted = LINES[width]
  if (wanted === undefined || lines.length > wanted) return { is: 'unreadable' }
  if (!lines.every((line) => line.length === width && ALLOWED.test(line))) return { is: 'unreadable' }
  return lines.length < wanted ? { is: 'more' } : { is: 'read', text: lines.join('\n') }
}

function otherDocument(lines: readonly string[]): OtherDocument | undefined {
  if (lines.length === 1 && LICENCE.test(lines[0]!)) return 'driving-licence'
  return lines.some((line) => HEALTH_CARD.test(line)) ? 'health-card' : undefined
}

/** Some readers send all lines in one. */
function cut(line: string): string[] {
  const found = Object.entries(LINES).find(([width, count]) => line.length === Number(width) * count)
  if (!found) return [line]
  const width = Number(found[0])
  return Array.from({ length: found[1] }, (_, i) => line.slice(i * width, (i + 1) * width))
}
