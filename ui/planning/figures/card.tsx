import { useState } from 'preact/hooks'
import type { FigureAnswer, FigureStat, FiguresAnswer } from '../../../device/contract/figures.ts'
import { Chart, ink } from '../charts/chart.tsx'
import { numberIn, percentIn } from '../charts/numbers.ts'
import { weekdayIn } from '../dates.ts'
import { type Language, useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

type Unit = FigureAnswer['unit']

/** A value of a figure as people read it. */
export function valueIn(language: Language, unit: Unit, x: number): string {
  if (unit === 'share') return percentIn(language, x, (x > 0 && x < 0.1) || (x > 0.98 && x < 1) ? 1 : 0)
  if (unit === 'count') return numberIn(language, x)
  return numberIn(language, x, x < 100 ? 1 : 0)
}

/** One figure: its whole, its picture by a chosen division, its definition. */
export function FigureCard(props: { figure: FigureAnswer; names: FiguresAnswer['names']; small: number }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { figure, names, small } = props
  const { id, unit, definition, total, by } = figure
  const [dim, setDim] = useState(by[0]?.dim ?? '')
  const chosen = by.find((one) => one.dim === dim) ?? by[0]
  const name = definition.name[language]
  const say = (stat: FigureStat) =>
    stat.hidden ? t.under(small) : stat.value === null ? t.none : valueIn(language, unit, stat.value)
  const range = ({ ci95 }: FigureStat) =>
    ci95 ? `${valueIn(language, unit, ci95[0])} – ${valueIn(language, unit, ci95[1])}` : ''
  const keyIn = (key: string) => names[key]?.[language] ?? keyName(language, chosen?.dim ?? '', key)
  return (
    <article class="panel figure-card">
      <h3>{name}</h3>
      <p class="big">
        {say(total)} {!total.hidden && total.value !== null && <span class="unit">{t.units[unit]}</span>}
      </p>
      <p class="small">
        {total.ci95 && `${t.ci} ${range(total)}. `}
        {total.p50 !== null &&
          total.p90 !== null &&
          t.spread(valueIn(language, unit, total.p50), valueIn(language, unit, total.p90))}
      </p>
      <details class="definition">
        <summary>{t.whatIsIt}</summary>
        <p>{definition.what[language]}</p>
        {definition.not && (
          <p>
            <strong>{t.notIn}</strong> {definition.not[language]}
          </p>
        )}
      </details>
      {by.length > 1 && (
        <label class="by">
          {t.by}{' '}
          <select class="form-select" value={chosen?.dim} onChange={({ currentTarget: { value } }) => setDim(value)}>
            {by.map(({ dim }) => (
              <option key={dim} value={dim}>
                {t.dims[dim as keyof typeof t.dims] ?? dim}
              </option>
            ))}
          </select>
        </label>
      )}
      {chosen && (
        <Chart
          key={`${id} ${chosen.dim}`}
          label={`${name}: ${t.dims[chosen.dim as keyof typeof t.dims] ?? chosen.dim}`}
          width={560}
          table={{
            head: [t.dims[chosen.dim as keyof typeof t.dims] ?? chosen.dim, t.value, t.interval95, t.n],
            rows: chosen.groups.map((one) => [
              keyIn(one.key),
              say(one),
              range(one),
              one.n === null ? '' : numberIn(language, one.n),
            ]),
          }}
          options={(plot) => {
            const rows = chosen.groups.map((one) => ({ ...one, name: keyIn(one.key), shown: one.value ?? 0 }))
            const order = rows.map(({ name }) => name)
            const tick = (x: number) => numberIn(language, x, most < 5 ? 1 : 0)
            const scale = unit === 'share' ? 100 : 1
            const most = Math.max(...rows.map(({ shown, ci95 }) => Math.max(shown, ci95?.[1] ?? 0))) * scale
            const time = chosen.dim === 'hour' || chosen.dim === 'month' || chosen.dim === 'weekday'
            const words = (one: (typeof rows)[number]) => say(one)
            const value = (one: (typeof rows)[number]) => one.shown * scale
            const low = (one: (typeof rows)[number]) => (one.ci95?.[0] ?? one.shown) * scale
            const high = (one: (typeof rows)[number]) => (one.ci95?.[1] ?? one.shown) * scale
            if (time)
              return {
                height: 240,
                marginBottom: 34,
                marginLeft: 58,
                x: { domain: order, label: null, padding: 0.25 },
                y: { label: null, grid: true, ticks: 4, tickFormat: tick, domain: [0, most * 1.12 || 1] },
                marks: [
                  plot.barY(rows, { x: 'name', y: value, fill: ink.middle }),
                  plot.ruleX(rows, { x: 'name', y1: low, y2: high, stroke: ink.dark, strokeWidth: 2 }),
                  ...(rows.length <= 12
                    ? [plot.text(rows, { x: 'name', y: high, text: words, dy: -9, fontSize: 12, fill: ink.dark })]
                    : []),
                  plot.ruleY([0]),
                ],
              }
            return {
              height: Math.max(70, rows.length * 26 + 30),
              marginLeft: 215,
              marginRight: 70,
              marginTop: 4,
              y: { domain: order, label: null, padding: 0.25, tickSize: 0 },
              x: { label: null, ticks: 4, tickFormat: tick, domain: [0, most || 1] },
              marks: [
                plot.barX(rows, { y: 'name', x: value, fill: ink.middle }),
                plot.ruleY(rows, { y: 'name', x1: low, x2: high, stroke: ink.dark, strokeWidth: 2 }),
                plot.text(rows, { y: 'name', x: high, text: words, dx: 6, textAnchor: 'start', fill: ink.dark }),
                plot.ruleX([0]),
              ],
            }
          }}
        />
      )}
    </article>
  )
}

/** What a group is called: hours, weekdays, months, and the words of closed sets. */
function keyName(language: Language, dim: string, key: string): string {
  const t = texts[language]
  if (dim === 'weekday') return weekdayIn(language, Number(key), 'short')
  if (dim === 'hour') return key
  if (dim === 'rule') return t.rules[key] ?? key
  if (dim === 'month')
    return new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', {
      month: 'short',
      year: '2-digit',
      timeZone: 'UTC',
    }).format(new Date(`${key}-01T00:00:00Z`))
  return key
    .split(' / ')
    .map((part) => t.keys[part as keyof typeof t.keys] ?? part)
    .join(', ')
}
