import type { BoxEvent } from '../../device/contract/link.ts'
import type { BookingAct } from '../booking/events.ts'
import type { SurveyAnswer } from './survey.ts'

/**
 * Everything that figures are made of, one happening a line, as rooms of the hub wrote it down. Figures are a pure function of
 * these lines: written to a file, read again in any order and twice, they give the same bytes.
 */
export type Line =
  | {
      from: 'booking'
      n: number
      at: string
      act: BookingAct
      place: string | null
      kind: string | null
      errands: string[] | null
      booking: string | null
      detail: Record<string, unknown> | null
    }
  /** `place`: where the box stands. */
  | { from: 'box'; box: string; place: string; n: number; at: string; event: BoxEvent }
  /** A box’s connection to the hub began or ended. */
  | { from: 'link'; box: string; place: string; n: number; at: string; up: boolean }
  /** One wish for a caseworker at a box, with the claims it got. `at`: since when; a case may wish again later. */
  | {
      from: 'case'
      case: string
      place: string
      errand: string
      language: string
      why: string
      at: string
      endedAt: string | null
      how: string | null
      claims: { id: string; startedAt: string; endedAt: string | null; how: string | null }[]
    }
  /** A day’s count of one way out of triage. */
  | {
      from: 'triage'
      day: string
      version: number
      node: string
      exit: string
      errand: string
      n: number
      cameBack: number
    }
  /** Who was planned where: minutes after midnight, no name. */
  | { from: 'shift'; n: number; day: string; place: string; channel: string; opens: number; closes: number }
  | { from: 'survey'; n: number; at: string; place: string | null; errand: string | null; answer: SurveyAnswer }

/** What makes a line the same line when it is read twice. */
export function keyOf(line: Line): string {
  switch (line.from) {
    case 'booking':
    case 'survey':
    case 'shift':
      return `${line.from} ${line.n}`
    case 'box':
    case 'link':
      return `${line.from} ${line.box} ${line.n}`
    case 'case':
      return `case ${line.case} ${line.at}`
    case 'triage':
      return `triage ${line.day} ${line.version} ${line.node} ${line.errand}`
  }
}

const whenOf = (line: Line) => ('at' in line ? Date.parse(line.at) : Date.parse(`${line.day}T00:00:00Z`))

/** In order of time, each line once; among lines of one moment as they were numbered. */
export function inOrder(lines: Iterable<Line>): Line[] {
  const once = new Map<string, Line>()
  for (const line of lines) once.set(keyOf(line), line)
  return [...once.entries()]
    .map(([key, line]) => ({ key, line, at: whenOf(line), n: 'n' in line ? line.n : 0 }))
    .sort(
      (a, b) =>
        a.at - b.at ||
        (a.line.from < b.line.from ? -1 : a.line.from > b.line.from ? 1 : 0) ||
        a.n - b.n ||
        (a.key < b.key ? -1 : 1),
    )
    .map(({ line }) => line)
}
