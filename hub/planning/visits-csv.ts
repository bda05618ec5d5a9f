import { BadInput } from './bad-input.ts'

/**
 * One visit a line. Columns (any order; `,` or `;`): `channel` booked | walk-in; `outcome` served | abandoned | turned-away |
 * no-show; `booked_for`, `arrived`, `started`, `ended` as local `YYYY-MM-DDTHH:MM[:SS]` (a space for the T will do), empty where it
 * does not apply; optional `place`, `errand`. Times of one place’s clock: no zone.
 */
export type Visit = {
  line: number
  place: string
  errand: string
  channel: 'booked' | 'walk-in'
  outcome: 'served' | 'abandoned' | 'turned-away' | 'no-show'
  /** `YYYY-MM-DD`. */
  day: string
  /** Minutes after midnight of `day`; null where it did not happen. */
  bookedFor: number | null
  arrived: number | null
  started: number | null
  ended: number | null
}
/** Rows that cannot be used, by reason: how many, and the first lines. */
export type Wrong = { reason: string; count: number; lines: number[] }

const columns = ['channel', 'outcome', 'booked_for', 'arrived', 'started', 'ended', 'place', 'errand'] as const
type Column = (typeof columns)[number]
const needed: Column[] = ['channel', 'outcome', 'arrived', 'started', 'ended']
const LINES_SHOWN = 5

export function visitsOf(text: string): { visits: Visit[]; read: number; wrong: Wrong[]; ignored: string[] } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const header = lines[0] ?? ''
  const separator = header.includes(';') ? ';' : ','
  const names = fieldsOf(header, separator).map((name) => name.trim().toLowerCase())
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length) throw new BadInput([`The first line must name the columns; missing: ${missing.join(', ')}.`])
  const place = Object.fromEntries(columns.map((name) => [name, names.indexOf(name)])) as Record<Column, number>
  const wrong = new Map<string, Wrong>()
  const visits: Visit[] = []
  let read = 0
  for (const [i, line] of lines.slice(1).entries()) {
    if (line.trim() === '') continue
    read++
    const cells = fieldsOf(line, separator)
    const visit =
      cells.length < names.length ? 'too few columns' : visitOf((name) => cells[place[name]]?.trim() ?? '', i + 2)
    if (typeof visit !== 'string') {
      visits.push(visit)
      continue
    }
    const entry = wrong.get(visit) ?? { reason: visit, count: 0, lines: [] }
    entry.count++
    if (entry.lines.length < LINES_SHOWN) entry.lines.push(i + 2)
    wrong.set(visit, entry)
  }
  const ignored = names.filter((name) => !(columns as readonly string[]).includes(name))
  return { visits, read, wrong: [...wrong.values()], ignored }
}

/** Longer than this is a forgotten “end”, not a service (minutes). */
const LONGEST_SERVICE = 240

/** A visit, or why the row cannot be one. */
function visitOf(cell: (name: Column) => string, line: number): Visit | string {
  const channel = (['booked', 'walk-in'] as const).find((one) => one === cell('channel'))
  if (!channel) return 'channel is neither booked nor walk-in'
  const outcome = (['served', 'abandoned', 'turned-away', 'no-show'] as const).find((one) => one === cell('outcome'))
  if (!outcome) return 'outcome is not served, abandoned, turned-away or no-show'
  const times: { [name: string]: { day: string; minute: number } | null } = {}
  for (const name of ['booked_for', 'arrived', 'started', 'ended'] as const) {
    const time = timeOf(cell(name))
    if (time === 'wrong') return `${name} is not a time YYYY-MM-DDTHH:MM`
    times[name] = time
  }
  const first = times['booked_for'] ?? times['arrived']
  if (!first) return 'neither booked_for nor arrived is given'
  if (Object.values(times).some((time) => time && time.day !== first.day)) return 'times of different days'
  if (channel === 'booked' && !times['booked_for']) return 'booked without booked_for'
  if (outcome === 'no-show' && channel === 'walk-in') return 'a walk-in cannot be a no-show'
  if (outcome !== 'no-show' && !times['arrived']) return 'came, but arrived is empty'
  const [arrived, started, ended] = ['arrived', 'started', 'ended'].map((name) => times[name]?.minute ?? null)
  if (outcome === 'served') {
    if (started == null || ended == null) return 'served, but started or ended is empty'
    if (started < arrived!) return 'started before arriving'
    if (ended < started) return 'ended before it started'
    if (ended - started > LONGEST_SERVICE) return `served for more than ${LONGEST_SERVICE} minutes`
  }
  return {
    line,
    place: cell('place'),
    errand: cell('errand'),
    channel,
    outcome,
    day: first.day,
    bookedFor: times['booked_for']?.minute ?? null,
    arrived: arrived ?? null,
    started: started ?? null,
    ended: ended ?? null,
  }
}

function timeOf(cell: string): { day: string; minute: number } | null | 'wrong' {
  if (cell === '') return null
  const [, day, hours, minutes, seconds] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(cell) ?? []
  if (!day || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || Number(hours) > 23 || Number(minutes) > 59) return 'wrong'
  return { day, minute: Number(hours) * 60 + Number(minutes) + Number(seconds ?? 0) / 60 }
}

/** The cells of one line; quotes may hold separators, and two quotes are one. */
function fieldsOf(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator)
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const sign = line[i]!
    if (sign === '"' && quoted && line[i + 1] === '"') cell += line[i++]
    else if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) {
      cells.push(cell)
      cell = ''
    } else cell += sign
  }
  return [...cells, cell]
}
