/** Characters in a line of a passport's MRZ (Doc 9303-4, TD3: two lines). */
const TD3_LINE = 44
const TD3_LINES = 2
/** What OCR-B may stand there. */
const ALLOWED = /^[A-Z0-9<]*$/

/** What came of the lines so far. */
export type Assembled = { is: 'read'; text: string } | { is: 'unreadable' } | { is: 'more' }

/**
 * The lines a reader sent, put together: `read` with the two TD3 lines, joined by a line feed, in capitals and without
 * blanks; `more` when the second is still to come. Nothing is corrected and no check digit looked at: that is for those
 * who parse it.
 */
export function assemble(raw: string): Assembled {
  const lines = raw
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\s+/g, '').toUpperCase())
    .filter((line) => line !== '')
    // Some readers send both lines in one.
    .flatMap((line) =>
      line.length === TD3_LINE * TD3_LINES ? [line.slice(0, TD3_LINE), line.slice(TD3_LINE)] : [line],
    )
  const whole = lines.every((line) => line.length === TD3_LINE && ALLOWED.test(line))
  if (!whole || lines.length > TD3_LINES) return { is: 'unreadable' }
  if (lines.length < TD3_LINES) return { is: 'more' }
  return { is: 'read', text: lines.join('\n') }
}
