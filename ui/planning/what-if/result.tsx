import type { AssumptionRow, WhatIfAnswer } from '../../../device/contract/figures.ts'
import { Chart, ink } from '../charts/chart.tsx'
import { changeIn, moneyIn, numberIn, percentIn } from '../charts/numbers.ts'
import { daysIn } from '../dates.ts'
import { type Language, useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

type Row = WhatIfAnswer['rows'][number]
/** A smaller difference than this in any unit is none. */
const LEAST = 0.05

/** Everything side by side; a change that may be chance says so. */
export function Result({ answer, names, place }: { answer: WhatIfAnswer; names: string[]; place: string }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { rows, measured } = answer
  return (
    <>
      <section class="panel wide-table">
        <h2>{t.sideBySide(place)}</h2>
        <p class="small">
          {measured
            ? t.measured(
                daysIn(language, measured.from, measured.to),
                measured.days,
                numberIn(language, measured.visits),
              )
            : t.fromPublished}{' '}
          {t.runs(rows[0]!.result.runs, rows[0]!.result.days)}
        </p>
        <div class="scroll-x">
          <table>
            <thead>
              <tr>
                <th scope="col">{t.aYear}</th>
                {names.map((name) => (
                  <th scope="col" class="number" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines(language, t).map(({ head, of, change }) => (
                <tr key={head}>
                  <th scope="row">{head}</th>
                  {rows.map((row, i) => {
                    const found = change ? row.against?.[change] : undefined
                    const pair = found && Math.abs(found.difference) >= LEAST ? found : undefined
                    return (
                      <td class="number" key={names[i]}>
                        {of(row)}
                        {pair && (
                          <>
                            <br />
                            <span class="small">
                              {changeIn(language, pair.difference, Math.abs(pair.difference) < 10 ? 1 : 0)}
                              {!pair.clear && ` ${t.maybe}`}
                            </span>
                          </>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section class="panel">
        <h2>{t.moneyHead}</h2>
        <MoneyChart rows={rows} names={names} />
        <p class="small">{t.moneyHint}</p>
      </section>
      <Assumptions rows={answer.assumptions} />
      {answer.notes.length > 0 && <p class="small">{t.noteHint}</p>}
    </>
  )
}

function lines(
  language: Language,
  t: (typeof texts)['da'],
): { head: string; of: (row: Row) => string; change?: string }[] {
  const minutes = (x: number | null) => (x === null ? '–' : numberIn(language, x, 1))
  const range = (ci: [number, number] | null, digits = 0) =>
    ci ? ` [${numberIn(language, ci[0], digits)}–${numberIn(language, ci[1], digits)}]` : ''
  return [
    { head: t.lines.posts, of: ({ posts }) => numberIn(language, posts) },
    { head: t.lines.boxes, of: ({ boxes }) => (boxes === 0 ? '–' : `+${boxes}`) },
    {
      head: t.lines.waitBooked,
      of: ({ result: { wait } }) => minutes(wait.booked.mean) + range(wait.booked.ci95, 1),
      change: 'waitBooked',
    },
    {
      head: t.lines.waitWalkIn,
      of: ({ result: { wait } }) => minutes(wait.walkIn.mean) + range(wait.walkIn.ci95, 1),
      change: 'waitWalkIn',
    },
    { head: t.lines.p90, of: ({ result: { wait } }) => minutes(Math.max(wait.booked.p90 ?? 0, wait.walkIn.p90 ?? 0)) },
    { head: t.lines.served, of: ({ result }) => numberIn(language, result.served), change: 'served' },
    { head: t.lines.turnedAway, of: ({ result }) => numberIn(language, result.turnedAway), change: 'turnedAway' },
    { head: t.lines.abandoned, of: ({ result }) => numberIn(language, result.abandoned), change: 'abandoned' },
    { head: t.lines.noTime, of: ({ result }) => numberIn(language, result.noTime), change: 'noTime' },
    { head: t.lines.lead, of: ({ result }) => minutes(result.leadDays) },
    { head: t.lines.busy, of: ({ result }) => percentIn(language, result.utilisation) },
    { head: t.lines.idle, of: ({ result }) => numberIn(language, result.idleHours), change: 'idleHours' },
    { head: t.lines.overtime, of: ({ result }) => numberIn(language, result.overtimeHours), change: 'overtimeHours' },
    {
      head: t.lines.delayed,
      of: ({ result: { standby } }) =>
        standby?.delayedShare == null ? '–' : percentIn(language, standby.delayedShare, 1),
    },
    {
      head: t.lines.money,
      of: ({ result }) => moneyIn(language, result.costPerYear) + moneyRange(language, result.ci95),
      change: 'costPerYear',
    },
  ]
}

function moneyRange(language: Language, ci: [number, number] | null): string {
  if (!ci || moneyIn(language, ci[0]) === moneyIn(language, ci[1])) return ''
  return ` [${moneyIn(language, ci[0])} – ${moneyIn(language, ci[1])}]`
}

/** Money a year with its interval; the change against today stands beside the dot. */
function MoneyChart({ rows, names }: { rows: Row[]; names: string[] }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const data = rows.map(({ result, against }, i) => ({
    name: names[i]!,
    value: result.costPerYear / 1e6,
    low: (result.ci95?.[0] ?? result.costPerYear) / 1e6,
    high: (result.ci95?.[1] ?? result.costPerYear) / 1e6,
    change: against?.['costPerYear']?.difference ?? null,
  }))
  return (
    <Chart
      label={t.moneyPicture}
      table={{
        head: ['', t.millions, t.interval, t.against],
        rows: data.map((one) => [
          one.name,
          numberIn(language, one.value, 2),
          `${numberIn(language, one.low, 2)} – ${numberIn(language, one.high, 2)}`,
          one.change === null ? '' : changeIn(language, one.change),
        ]),
      }}
      options={(plot) => ({
        height: data.length * 44 + 70,
        marginBottom: 42,
        marginLeft: 230,
        marginRight: 150,
        x: {
          label: t.millions,
          labelAnchor: 'center',
          labelOffset: 36,
          tickFormat: (x: number) => numberIn(language, x, 1),
          grid: true,
          domain: [0, Math.max(...data.map(({ high }) => high)) * 1.05],
          ticks: 6,
        },
        y: { domain: names, label: null, tickSize: 0, padding: 0.35 },
        marks: [
          plot.barX(data, { y: 'name', x: 'value', fill: ink.light, stroke: ink.dark }),
          plot.ruleY(data, { y: 'name', x1: 'low', x2: 'high', stroke: ink.dark, strokeWidth: 4 }),
          plot.text(data, {
            y: 'name',
            x: 'high',
            dx: 8,
            textAnchor: 'start',
            fill: ink.dark,
            text: (one: (typeof data)[number]) =>
              one.change === null
                ? numberIn(language, one.value, 2)
                : `${numberIn(language, one.value, 2)} (${changeIn(language, Math.round(one.change / 1000) * 1000)})`,
          }),
        ],
      })}
    />
  )
}

/** Every input that is somebody’s estimate, with where it comes from. */
export function Assumptions({ rows }: { rows: AssumptionRow[] }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const say = (value: number | string) =>
    typeof value === 'number'
      ? value.toLocaleString(language === 'da' ? 'da-DK' : 'en-GB', { maximumFractionDigits: 3 })
      : value
  return (
    <section class="panel assumptions">
      <h2>{t.assumptions}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col" class="number">
              {t.value}
            </th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.source}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => {
            const name = one.name.replace('costs.', '')
            return (
              <tr key={one.name}>
                <th scope="row">{t.inputs[name as keyof typeof t.inputs] ?? name}</th>
                <td class="number">{say(one.value)}</td>
                <td>{t.labels[one.label]}</td>
                <td lang={t.sources[one.source as keyof typeof t.sources] ? undefined : 'en'}>
                  {t.sources[one.source as keyof typeof t.sources] ?? one.source}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
