/** Some weeks of a small town as lines, made from a seed: enough of everything to make every figure. */
import { addDays, weekday } from '../../../device/rules/calendar.ts'
import type { Line } from '../../../hub/figures/lines.ts'
import { stream } from '../../../hub/planning/random.ts'

const at = (day: string, minute: number) =>
  new Date(Date.parse(`${day}T00:00:00+01:00`) + minute * 60_000).toISOString()

export function someLines(seed: number, days = 28): Line[] {
  const random = stream(seed)
  const lines: Line[] = []
  let n = 0
  const booking = (day: string, minute: number, act: string, id: string | null, detail: object | null): void =>
    void lines.push({
      from: 'booking',
      n: ++n,
      at: at(day, minute),
      act: act as never,
      place: 'raadhus',
      kind: 'counter',
      errands: ['passport-renewal'],
      booking: id,
      detail: detail as never,
    })
  for (let i = 0; i < days; i++) {
    const day = addDays('2026-02-02', i)
    if (weekday(day) > 5) continue
    lines.push({ from: 'shift', n: ++n, day, place: 'raadhus', channel: 'counter', opens: 540, closes: 720 })
    for (let k = 0; k < 8; k++) {
      const id = `${day}-${k}`
      const due = 540 + 15 * k
      booking(addDays(day, -5), 600, 'booked', id, { starts: at(day, due), channel: 'web', repeat: random() < 0.1 })
      if (random() < 0.15) booking(day, due + 15, 'no-show', id, null)
      else {
        booking(day, due - 4 + 8 * random(), 'checked-in', id, null)
        booking(day, due + 5 + 4 * random(), 'called', id, null)
        booking(day, due + 10, 'started', id, null)
        booking(day, due + 20, 'served', id, null)
      }
    }
    if (weekday(day) % 2 === 0 || i > 14) {
      const ticket = `t-${day}`
      booking(day, 600, 'standby-asked', null, { ticket })
      booking(day, 612, 'standby-called', null, { ticket })
      booking(day, 625, 'standby-served', null, { ticket })
    }
    const visit = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
    const box = { from: 'box', box: 'b1', place: 'bibliotek' } as const
    const event = (minute: number, event: object): void =>
      void lines.push({ ...box, n: ++n, at: at(day, minute), event: { ...event, visit } as never })
    event(600, { is: 'visit-started', language: 'da' })
    event(601, {
      is: 'step-done',
      errand: 'passport-renewal',
      step: 'portrait',
      ms: 60_000,
      tries: 2,
      reasons: { 'camera.dark': 1 },
    })
    event(606, {
      is: 'visit-ended',
      errand: 'passport-renewal',
      outcome: 'approved',
      ms: 360_000,
      access: ['large-text'],
    })
    event(607, { is: 'survey', errand: 'passport-renewal', solved: 'yes', times: null })
    event(607.2, { is: 'survey', errand: 'passport-renewal', solved: 'yes', times: 'good' })
    lines.push({
      from: 'case',
      case: `c-${day}`,
      place: 'bibliotek',
      errand: 'passport-renewal',
      language: 'da',
      why: 'decision',
      at: at(day, 602),
      endedAt: at(day, 606),
      how: 'done',
      claims: [{ id: `k-${day}`, startedAt: at(day, 603), endedAt: at(day, 606), how: 'done' }],
    })
    lines.push({ from: 'link', box: 'b1', place: 'bibliotek', n: ++n, at: at(day, 0), up: true })
    lines.push({ from: 'link', box: 'b1', place: 'bibliotek', n: ++n, at: at(day, 720), up: false })
    lines.push({ from: 'triage', day, version: 1, node: 'x', exit: 'self-service', errand: 'mitid', n: 3, cameBack: 1 })
  }
  return lines
}

/** The same lines in another order, some of them twice. */
export function shuffled(lines: readonly Line[], seed: number): Line[] {
  const random = stream(seed)
  const mixed = lines.map((line) => JSON.parse(JSON.stringify(line)) as Line)
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return [...mixed, ...mixed.slice(0, 40)]
}
