import type { NeedDay, NeedQuarter } from '../../../device/contract/staffing.ts'
import { Chart, ink } from '../charts/chart.tsx'
import { clockIn, numberIn } from '../charts/numbers.ts'
import { useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

const QUARTER = 15
/** Each quarter hour from its start to its end, so that lines are steps. */
const spans = (quarters: NeedQuarter[]) => quarters.map((one) => ({ ...one, until: one.minute + QUARTER }))

function axis(quarters: NeedQuarter[], clock: (minute: number) => string) {
  const first = quarters[0]?.minute ?? 480
  const last = (quarters.at(-1)?.minute ?? 960) + QUARTER
  const hours = []
  for (let at = Math.ceil(first / 60) * 60; at <= last; at += 60) hours.push(at)
  return { domain: [first, last], ticks: hours, tickFormat: (minute: number) => clock(minute), label: null }
}

/** Grey bars: planned. Heavy line: needed. Hatched: where the plan falls short. */
export function NeedChart({ found }: { found: NeedDay }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const clock = (minute: number) => clockIn(language, minute)
  const { quarters } = found
  return (
    <Chart
      label={t.needPicture}
      legend={t.legend}
      table={{
        head: [t.time, t.needed, t.planned, t.expected],
        rows: quarters.map((one) => [clock(one.minute), one.need, one.planned, numberIn(language, one.arrivals, 1)]),
      }}
      options={(plot) => {
        const rows = spans(quarters)
        const short = rows.filter(({ need, planned }) => need > planned)
        const lines = rows.flatMap((one) => [
          { at: one.minute, need: one.need },
          { at: one.until, need: one.need },
        ])
        const most = Math.max(2, ...rows.map(({ need, planned }) => Math.max(need, planned)))
        return {
          height: 300,
          marginBottom: 34,
          x: axis(quarters, clock),
          y: { label: t.people, grid: true, domain: [0, most + 1], ticks: Math.min(most + 1, 8), tickFormat: 'd' },
          marks: [
            plot.rect(rows, { x1: 'minute', x2: 'until', y1: 0, y2: 'planned', fill: ink.light, stroke: '#fff' }),
            plot.rect(short, { x1: 'minute', x2: 'until', y1: 'planned', y2: 'need', fill: 'url(#hatch)' }),
            plot.line(lines, { x: 'at', y: 'need', stroke: ink.dark, strokeWidth: 3 }),
            plot.ruleY([0]),
          ],
        }
      }}
    />
  )
}

/** What the gap costs: mean wait with those planned against those needed. */
export function WaitChart({ found }: { found: NeedDay }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const clock = (minute: number) => clockIn(language, minute)
  const { quarters } = found
  return (
    <Chart
      label={t.waitPicture}
      legend={t.waitLegend}
      table={{
        head: [t.time, t.waitPlanned, t.waitNeeded, t.extra],
        rows: quarters.map((one) => [
          clock(one.minute),
          numberIn(language, one.wait, 1),
          numberIn(language, one.waitAtNeed, 1),
          numberIn(language, one.extraMinutes, 1),
        ]),
      }}
      options={(plot) => {
        const rows = spans(quarters)
        const steps = (of: (one: NeedQuarter) => number) =>
          rows.flatMap((one) => [
            { at: one.minute, value: of(one) },
            { at: one.until, value: of(one) },
          ])
        const most = Math.max(5, ...rows.map(({ wait }) => wait))
        return {
          height: 220,
          marginBottom: 34,
          x: axis(quarters, clock),
          y: { label: t.minutesAxis, grid: true, domain: [0, most * 1.15], ticks: 5 },
          marks: [
            plot.areaY(
              steps(({ wait }) => wait),
              { x: 'at', y1: 0, y2: 'value', fill: ink.light },
            ),
            plot.line(
              steps(({ wait }) => wait),
              { x: 'at', y: 'value', stroke: ink.dark, strokeWidth: 3 },
            ),
            plot.line(
              steps(({ waitAtNeed }) => waitAtNeed),
              {
                x: 'at',
                y: 'value',
                stroke: ink.dark,
                strokeWidth: 1.5,
                strokeDasharray: '4 4',
              },
            ),
            plot.ruleY([0]),
          ],
        }
      }}
    />
  )
}

/** Expected arrivals by quarter hour, the largest errands apart. */
export function ForecastChart({ found, nameOf }: { found: NeedDay; nameOf: (errand: string) => string }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const clock = (minute: number) => clockIn(language, minute)
  const { quarters, forecast } = found
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
  const sorted = [...forecast].sort((a, b) => sum(b.byQuarter) - sum(a.byQuarter))
  return (
    <Chart
      label={t.forecastPicture}
      legend={`↑ ${t.perQuarter}`}
      table={{
        head: [t.time, t.all, ...sorted.map(({ errand }) => nameOf(errand))],
        rows: quarters.map((one, i) => [
          clock(one.minute),
          numberIn(language, one.arrivals, 2),
          ...sorted.map(({ byQuarter }) => numberIn(language, byQuarter[i] ?? 0, 2)),
        ]),
      }}
      options={(plot) => {
        const fills = [ink.dark, ink.middle, 'url(#hatch)', ink.light]
        const names = [...sorted.slice(0, 3).map(({ errand }) => nameOf(errand)), t.others]
        const rows = spans(quarters).flatMap((one, i) => {
          const parts = sorted.slice(0, 3).map(({ byQuarter }) => byQuarter[i] ?? 0)
          const rest = Math.max(0, one.arrivals - sum(parts))
          let from = 0
          return [...parts, rest].map((value, k) => {
            const row = { minute: one.minute, until: one.until, from, to: from + value, fill: fills[k]! }
            from += value
            return row
          })
        })
        const most = Math.max(1, ...rows.map(({ to }) => to))
        return {
          height: 260,
          marginBottom: 34,
          marginTop: 48,
          x: axis(quarters, clock),
          y: { label: null, grid: true, domain: [0, most * 1.1], ticks: 5 },
          color: { type: 'identity' },
          marks: [
            plot.rect(rows, {
              x1: 'minute',
              x2: 'until',
              y1: 'from',
              y2: 'to',
              fill: 'fill',
              insetLeft: 0.5,
              insetRight: 0.5,
            }),
            plot.ruleY([0]),
            ...names.flatMap((name, k) => {
              const at = { frameAnchor: 'top-left' as const, dy: -44 }
              return [
                plot.text([name], { ...at, dx: 190 * k + 20, text: (d: string) => d, fill: ink.dark }),
                plot.text(['■'], {
                  ...at,
                  dx: 190 * k,
                  text: (d: string) => d,
                  fill: fills[k]!,
                  stroke: ink.dark,
                  strokeWidth: 0.5,
                  fontSize: 16,
                  dy: -45,
                }),
              ]
            }),
          ],
        }
      }}
    />
  )
}
