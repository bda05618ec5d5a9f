import type { Outcome, StepName } from '../../device/contract/nouns.ts'
import { waitsFrom } from '../../device/contract/waiting.ts'
import type { BookingAct } from '../booking/events.ts'
import { wallClock } from './clock.ts'
import { inOrder, type Line } from './lines.ts'
import type { SurveyAnswer } from './survey.ts'

/** Where and when, as a wall clock shows it. `minute` of the day. */
export type Moment = { day: string; minute: number }

/** One appointment or one number of the chance queue, from first to last. Instants in ms; null: did not happen. */
export type Visit = {
  id: string
  /** How it came about. */
  way: 'booked' | 'chance'
  /** Where it was made: web, phone or box; chance: at the door. */
  made: { at: number; channel: string }
  place: string
  /** counter, box or phone. */
  kind: string
  errand: string
  /** Booked start; null for the chance queue. */
  due: number | null
  arrived: number | null
  called: number | null
  started: number | null
  ended: number | null
  outcome: 'served' | 'no-show' | 'cancelled' | 'left' | 'open'
  /** Same contact, same errand, a visit within the last 14 days; null: not known. */
  repeat: boolean | null
  /** Local time of what it counts under: the booked start, or the arrival. */
  when: Moment
}

export type BoxVisit = {
  id: string
  box: string
  place: string
  language: string
  access: string[]
  errand: string | null
  outcome: Outcome | 'lost' | null
  started: number
  minutes: number | null
  when: Moment
  steps: { step: StepName; errand: string; minutes: number; tries: number; reasons: Record<string, number> }[]
  survey: SurveyAnswer | null
}

export type Handoff = {
  place: string
  errand: string
  why: string
  when: Moment
  waitMinutes: number | null
  serviceMinutes: number | null
  claims: number
  how: string | null
}

export type Facts = {
  visits: Visit[]
  boxVisits: BoxVisit[]
  handoffs: Handoff[]
  /** How each booking’s service call went in the end. */
  calls: { place: string; errand: string; rule: string; outcome: string; when: Moment }[]
  refused: { place: string; errand: string; why: string; when: Moment }[]
  triage: Extract<Line, { from: 'triage' }>[]
  shifts: Extract<Line, { from: 'shift' }>[]
  surveys: { place: string; errand: string; answer: SurveyAnswer; when: Moment }[]
  /** Connected and known time of each box and day (minutes). */
  uptime: { box: string; place: string; day: string; up: number; known: number }[]
}

const MINUTE_MS = 60_000
const text = (value: unknown) => (typeof value === 'string' ? value : null)

/** Folds lines, in whatever order they come, into what happened. `until`: how far the lines reach (ms), for what is still open. */
export function factsOf(lines: Iterable<Line>, until: number): Facts {
  const ordered = inOrder(lines)
  const local = wallClock()
  const visits = new Map<string, Visit>()
  const boxVisits = new Map<string, BoxVisit>()
  const calls = new Map<string, Facts['calls'][number]>()
  const facts: Facts = {
    visits: [],
    boxVisits: [],
    handoffs: [],
    calls: [],
    refused: [],
    triage: [],
    shifts: [],
    surveys: [],
    uptime: [],
  }
  const links: Extract<Line, { from: 'link' }>[] = []
  for (const line of ordered) {
    switch (line.from) {
      case 'booking':
        takeBooking(line, visits, facts, calls, local)
        break
      case 'box':
        takeBox(line, boxVisits, local)
        break
      case 'link':
        links.push(line)
        break
      case 'case':
        facts.handoffs.push(handoffOf(line, local))
        break
      case 'triage':
        facts.triage.push(line)
        break
      case 'shift':
        facts.shifts.push(line)
        break
      case 'survey':
        facts.surveys.push({
          place: line.place ?? '',
          errand: line.errand ?? '',
          answer: line.answer,
          when: local(Date.parse(line.at)),
        })
        break
    }
  }
  facts.visits = [...visits.values()]
  facts.calls = [...calls.values()]
  facts.boxVisits = [...boxVisits.values()]
  for (const { survey, place, errand, when } of facts.boxVisits)
    if (survey) facts.surveys.push({ place, errand: errand ?? '', answer: survey, when })
  facts.uptime = uptimeOf(links, until, local)
  return facts
}

type Clock = (at: number) => Moment

const standbySteps: Partial<Record<BookingAct, 'called' | 'started' | 'ended'>> = {
  'standby-called': 'called',
  'standby-started': 'started',
  'standby-served': 'ended',
  'standby-left': 'ended',
}

function takeBooking(
  line: Extract<Line, { from: 'booking' }>,
  visits: Map<string, Visit>,
  facts: Facts,
  calls: Map<string, Facts['calls'][number]>,
  local: Clock,
): void {
  const at = Date.parse(line.at)
  const place = line.place ?? ''
  const errand = line.errands?.[0] ?? ''
  const detail = line.detail ?? {}
  if (line.act === 'call-ended')
    calls.set(line.booking ?? `event ${line.n}`, {
      ...{ place, errand, when: local(at) },
      rule: text(detail['rule']) ?? '',
      outcome: text(detail['outcome']) ?? '',
    })
  if (line.act === 'standby-refused')
    facts.refused.push({ place, errand, why: text(detail['why']) ?? '', when: local(at) })
  const ticket = text(detail['ticket'])
  if (line.act === 'standby-asked' && ticket) {
    const when = local(at)
    visits.set(ticket, {
      ...empty(ticket, 'chance', { at, channel: 'door' }, when),
      place,
      kind: 'counter',
      errand,
      arrived: at,
    })
    return
  }
  const chance = ticket ? visits.get(ticket) : undefined
  const step = standbySteps[line.act]
  if (chance && step) {
    chance[step] = at
    if (line.act === 'standby-served') chance.outcome = 'served'
    if (line.act === 'standby-left') chance.outcome = 'left'
    return
  }
  if (!line.booking) return
  if (line.act === 'booked' && !visits.has(line.booking)) {
    const due = dueOf(at, detail)
    visits.set(line.booking, {
      ...empty(line.booking, 'booked', { at, channel: text(detail['channel']) ?? 'web' }, local(due)),
      place,
      kind: line.kind ?? 'counter',
      errand,
      due,
      repeat: typeof detail['repeat'] === 'boolean' ? detail['repeat'] : null,
    })
    return
  }
  const visit = visits.get(line.booking)
  if (!visit) return
  switch (line.act) {
    case 'moved':
    case 'offer-taken': {
      const starts = text(detail['starts'])
      if (line.place) visit.place = line.place
      if (line.kind) visit.kind = line.kind
      if (starts) {
        visit.due = Date.parse(starts)
        visit.when = local(visit.due)
      }
      break
    }
    case 'checked-in':
      visit.arrived = at
      if (visit.outcome === 'no-show') visit.outcome = 'open'
      break
    case 'called':
      visit.called = at
      break
    case 'started':
      visit.started = at
      break
    case 'served':
      visit.ended = at
      visit.outcome = 'served'
      break
    case 'no-show':
      visit.outcome = 'no-show'
      break
    case 'no-show-corrected':
      visit.outcome = 'open'
      break
    case 'cancelled':
      visit.outcome = 'cancelled'
      break
    default:
      break
  }
}

/** The booked start; from events before it was written down, to the hour. */
function dueOf(at: number, detail: Record<string, unknown>): number {
  const starts = text(detail['starts'])
  if (starts) return Date.parse(starts)
  return at + (typeof detail['leadHours'] === 'number' ? detail['leadHours'] : 0) * 60 * MINUTE_MS
}

function empty(id: string, way: Visit['way'], made: Visit['made'], when: Moment): Visit {
  return {
    id,
    way,
    made,
    place: '',
    kind: '',
    errand: '',
    due: null,
    arrived: null,
    called: null,
    started: null,
    ended: null,
    outcome: 'open',
    repeat: null,
    when,
  }
}

function takeBox(line: Extract<Line, { from: 'box' }>, visits: Map<string, BoxVisit>, local: Clock): void {
  const { event, box, place } = line
  const at = Date.parse(line.at)
  if (event.is === 'visit-started') {
    visits.set(event.visit, {
      id: event.visit,
      box,
      place,
      language: event.language,
      access: [],
      errand: null,
      outcome: null,
      started: at,
      minutes: null,
      when: local(at),
      steps: [],
      survey: null,
    })
    return
  }
  const visit = 'visit' in event ? visits.get(event.visit) : undefined
  if (!visit) return
  if (event.is === 'step-done') {
    visit.errand ??= event.errand
    visit.steps.push({
      step: event.step,
      errand: event.errand,
      minutes: event.ms / MINUTE_MS,
      tries: event.tries,
      reasons: event.reasons ?? {},
    })
  } else if (event.is === 'visit-ended') {
    visit.errand = event.errand ?? visit.errand
    visit.outcome = event.outcome
    visit.minutes = event.ms / MINUTE_MS
    visit.access = event.access ?? []
  } else if (event.is === 'survey') visit.survey = { way: 'box', solved: event.solved, times: event.times, words: null }
  else if (event.is === 'visit-lost') visit.outcome = 'lost'
}

function handoffOf(line: Extract<Line, { from: 'case' }>, local: Clock): Handoff {
  const since = Date.parse(line.at)
  const first = line.claims[0]
  const served = line.claims.reduce(
    (sum, { startedAt, endedAt }) => sum + (endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0),
    0,
  )
  return {
    place: line.place,
    errand: line.errand,
    why: line.why,
    when: local(since),
    waitMinutes: first ? Math.max(0, Date.parse(first.startedAt) - since) / MINUTE_MS : null,
    serviceMinutes: first && line.endedAt ? served / MINUTE_MS : null,
    claims: line.claims.length,
    how: line.how,
  }
}

/** Time between “up” and “down”, split by local day. A box counts from its first connection on. */
function uptimeOf(links: Extract<Line, { from: 'link' }>[], until: number, local: Clock): Facts['uptime'] {
  const days = new Map<string, Facts['uptime'][number]>()
  const add = (line: { box: string; place: string }, from: number, to: number, up: boolean) => {
    for (let at = from; at < to; ) {
      const { day, minute } = local(at)
      const next = Math.min(to, at + (1440 - minute) * MINUTE_MS)
      const key = `${line.box} ${day}`
      const row = days.get(key) ?? { box: line.box, place: line.place, day, up: 0, known: 0 }
      row.known += (next - at) / MINUTE_MS
      if (up) row.up += (next - at) / MINUTE_MS
      days.set(key, row)
      at = Math.max(next, at + 1)
    }
  }
  const last = new Map<string, { at: number; up: boolean; line: Extract<Line, { from: 'link' }> }>()
  for (const line of links) {
    const at = Date.parse(line.at)
    const before = last.get(line.box)
    if (before) add(line, before.at, at, before.up)
    last.set(line.box, { at, up: line.up, line })
  }
  for (const { at, up, line } of last.values()) add(line, at, until, up)
  return [...days.values()].sort((a, b) => (a.box + a.day < b.box + b.day ? -1 : 1))
}

/**
 * Minutes from being here and due until being called: from the arrival, or from the booked start if that is later. The one
 * measure of waiting: pages, exports, calibration and simulator all mean this. Null: was not called, or arrival not known.
 */
export function waitMinutes(visit: Visit): number | null {
  if (visit.called === null || visit.arrived === null) return null
  return Math.max(0, visit.called - waitsFrom(visit.arrived, visit.due)) / MINUTE_MS
}

/** From the start of the service (the call, where no start is marked) to its end; null where either is missing. */
export function serviceMinutes(visit: Visit): number | null {
  const from = visit.started ?? visit.called
  if (from === null || visit.ended === null || visit.outcome !== 'served') return null
  return Math.max(0, visit.ended - from) / MINUTE_MS
}
