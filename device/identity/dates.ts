/** Two-digit years of the MRZ made into full dates. Dates are text, 'YYYY-MM-DD'; no time zone ever touches them. */

/** Documents live ten years and are seldom shown long after: an expiry year lies within this many years of now. */
const EXPIRY_WINDOW_YEARS = 50

/** The civil date in Denmark at `now`: a passport expires at the end of its last day here, not in UTC. */
export function today(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(now)
}

/**
 * A birth date of the MRZ (YYMMDD). The century is the one that does not lie in the future. Month or day may be unknown
 * (`<<`, Doc 9303-3 §4.8): taken as 01 and marked partial. `undefined` if it is no date.
 */
export function birthDate(yymmdd: string, now: Date): { date: string; partial: boolean } | undefined {
  const filled = yymmdd.replace(/<<$/, '01').replace(/^(..)<</, '$101')
  const partial = filled !== yymmdd
  const current = today(now)
  const century = Number(current.slice(0, 2))
  const date = [century, century - 1].map((c) => isoDate(c, filled)).find((d) => d !== undefined && d <= current)
  return date === undefined ? undefined : { date, partial }
}

/** An expiry date of the MRZ (YYMMDD): the century that puts it nearest to now. `undefined` if it is no date. */
export function expiryDate(yymmdd: string, now: Date): string | undefined {
  const year = Number(today(now).slice(0, 4))
  const century = Math.floor(year / 100)
  return [century, century - 1, century + 1]
    .map((c) => isoDate(c, yymmdd))
    .find((d) => d !== undefined && Math.abs(Number(d.slice(0, 4)) - year) <= EXPIRY_WINDOW_YEARS)
}

function isoDate(century: number, yymmdd: string): string | undefined {
  if (!/^\d{6}$/.test(yymmdd)) return undefined
  const date = `${century}${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4)}`
  const real = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : undefined
}
