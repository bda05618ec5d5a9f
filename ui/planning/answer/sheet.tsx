import type { WorkedAnswer } from '../../../device/contract/figures.ts'
import { Chart, ink } from '../charts/chart.tsx'
import { changeIn, moneyIn, numberIn, percentIn } from '../charts/numbers.ts'
import { daysIn } from '../dates.ts'
import { useLanguage, useTexts } from '../language.ts'
import { Head } from '../parts.tsx'
import { Assumptions } from '../what-if/result.tsx'
import { texts } from './texts.ts'

/** To the nearest this many kroner: what is said to a council. */
const ROUND = 10_000
/** So many idle posts are said. */
const SPARE = 0.5
/** Inputs shown in the picture: those that move the answer most. */
const SHOWN = 10

/** The page that is printed. */
export function Sheet({ answer }: { answer: WorkedAnswer }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { summary, measured, placeName, rows, sameService, sceptic } = answer
  const cost = (name: string) => rows.find((one) => one.name === name)
  const today = cost('today')!
  const chance = cost('chanceQueue')!
  // Booking with the posts it needs: what the last column is compared with.
  const post = Number(answer.assumptions.find(({ name }) => name === 'postPerYear')?.value ?? 0)
  const bookingMoney = today.result.costPerYear - (today.posts - sameService.bookingPosts) * post
  const gain = chance.against?.['served']
  return (
    <div class="sheet">
      <Head>{t.head}</Head>
      <p class="lead">{t.lead(placeName)}</p>
      <p class="small">
        {t.measured(daysIn(language, measured.from, measured.to), measured.days, numberIn(language, measured.visits))}{' '}
        {t.runs(answer.size.runs, answer.size.days)}
      </p>
      <ul class="answers">
        <li>
          <strong>{t.bookingHead}</strong>{' '}
          {t.booking(
            moneyIn(language, Math.abs(sameService.moneyPerYear), ROUND),
            sameService.moneyPerYear > 0,
            sameService.moneyCi95
              ? `${moneyIn(language, sameService.moneyCi95[0], ROUND)} – ${moneyIn(language, sameService.moneyCi95[1], ROUND)}`
              : null,
            numberIn(language, sameService.posts, 1),
            numberIn(language, sameService.bookingPosts, 1),
            today.posts - sameService.bookingPosts > SPARE ? today.posts : null,
          )}
        </li>
        <li>
          <strong>{t.chanceHead}</strong>{' '}
          {t.chance(
            gain ? numberIn(language, gain.difference / answer.size.days, 1) : '0',
            gain?.ci95
              ? `${numberIn(language, gain.ci95[0] / answer.size.days, 1)} – ${numberIn(language, gain.ci95[1] / answer.size.days, 1)}`
              : null,
            percentIn(language, chance.result.standby?.delayedShare ?? 0, 1),
            chance.result.standby?.limitMinutes ?? 0,
          )}
        </li>
        <li>
          <strong>{t.doubtHead}</strong> {t.doubt(moneyIn(language, sceptic.moneyPerYear, ROUND))}
        </li>
      </ul>
      <div class="scroll-x">
        <table class="compact">
          <thead>
            <tr>
              <th scope="col">{t.aYear}</th>
              {rows.slice(0, 3).map(({ name }) => (
                <th scope="col" class="number" key={name}>
                  {t.names[name as keyof typeof t.names] ?? name}
                </th>
              ))}
              <th scope="col" class="number">
                {t.names.same}
              </th>
            </tr>
          </thead>
          <tbody>
            <Line
              head={t.posts}
              cells={[
                ...rows.slice(0, 3).map(({ posts }) => String(posts)),
                ranged(language, sameService.posts, sameService.postsCi95, 1),
              ]}
            />
            <Line
              head={t.wait}
              cells={[
                ...rows.slice(0, 3).map(({ result: { wait } }) => {
                  const main = wait.booked.mean === null ? wait.walkIn : wait.booked
                  return ranged(language, main.mean ?? 0, main.ci95, 1)
                }),
                t.atMost(Number(answer.assumptions.find(({ name }) => name === 'goodWait')?.value ?? 5)),
              ]}
            />
            <Line
              head={t.served}
              cells={[
                ...rows
                  .slice(0, 3)
                  .map(({ result }) => ranged(language, result.served, result.intervals['served'] ?? null)),
                t.allServed,
              ]}
            />
            <Line
              head={t.turnedAway}
              cells={[...rows.slice(0, 3).map(({ result }) => numberIn(language, result.turnedAway)), '0']}
            />
            <Line
              head={t.abandoned}
              cells={[...rows.slice(0, 3).map(({ result }) => numberIn(language, result.abandoned)), '0']}
            />
            <Line
              head={t.money}
              cells={[
                ...rows.slice(0, 3).map(({ result, against }) => {
                  const change = against?.['costPerYear']?.difference
                  return `${moneyIn(language, result.costPerYear, ROUND)}${change === undefined ? '' : ` (${changeIn(language, Math.round(change / 1000) * 1000)})`}`
                }),
                moneyIn(language, bookingMoney + sameService.moneyPerYear, ROUND),
              ]}
            />
          </tbody>
        </table>
      </div>
      <h2>{t.sensitivity}</h2>
      <Tornado answer={answer} />
      <p class="small">{t.sensitivityHint}</p>
      <details class="whole">
        <summary>{t.words}</summary>
        {summary[language].map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </details>
      <details class="whole">
        <summary>{t.assumptions}</summary>
        <Assumptions rows={[...answer.assumptions, ...answer.costs]} />
      </details>
    </div>
  )
}

function ranged(language: 'da' | 'en', value: number, ci: [number, number] | null, digits = 0): string {
  const text = numberIn(language, value, digits)
  return ci ? `${text} [${numberIn(language, ci[0], digits)}–${numberIn(language, ci[1], digits)}]` : text
}

const columns = ['a', 'b', 'c', 'd']

function Line({ head, cells }: { head: string; cells: string[] }) {
  return (
    <tr>
      <th scope="row">{head}</th>
      {cells.map((cell, i) => (
        <td class="number" key={columns[i]}>
          {cell}
        </td>
      ))}
    </tr>
  )
}

/** Each assumption alone moved to its low and high end: how far the yearly money goes. Beyond the zero line the conclusion turns. */
function Tornado({ answer }: { answer: WorkedAnswer }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const base = answer.sameService.moneyPerYear
  const number = (x: number) => x.toLocaleString(language === 'da' ? 'da-DK' : 'en-GB', { maximumFractionDigits: 2 })
  const inputs = [...new Set(answer.sensitivity.map(({ input }) => input))]
    .map((input) => {
      const [a, b] = answer.sensitivity.filter((one) => one.input === input)
      return { input, name: t.inputs[input as keyof typeof t.inputs] ?? input, a: a!, b: b ?? a! }
    })
    .sort((x, y) => reach(y, base) - reach(x, base))
    .slice(0, SHOWN)
  // Both ends on one side: two numbers at the longer bar, for they would lie on each other.
  type End = (typeof answer.sensitivity)[number]
  const said = (a: End, b: End, one: End) => {
    const [to, other] = [one.moneyPerYear - base, (one === a ? b : a).moneyPerYear - base]
    if (a === b || to < 0 !== other < 0) return number(one.at)
    const longer = Math.abs(to) === Math.abs(other) ? one === a : Math.abs(to) > Math.abs(other)
    return longer ? `${number(a.at)} / ${number(b.at)}` : ''
  }
  const data = inputs.flatMap(({ name, a, b }) =>
    [a, b].map((one, i) => ({
      name,
      end: i === 0 ? t.low : t.high,
      at: number(one.at),
      said: said(a, b, one),
      from: base / 1000,
      to: one.moneyPerYear / 1000,
      fill: i === 0 ? ink.light : ink.middle,
    })),
  )
  const edges = [0, base / 1000, ...data.map(({ to }) => to)]
  const low = Math.min(...edges)
  const high = Math.max(...edges)
  const room = (high - low) * 0.12
  return (
    <Chart
      label={t.tornado}
      width={900}
      table={{
        head: [t.input, t.movedTo, t.moneyAgainst],
        rows: data.map((one) => [`${one.name} (${one.end})`, one.at, numberIn(language, one.to * 1000)]),
      }}
      options={(plot) => ({
        height: inputs.length * 26 + 70,
        marginLeft: 330,
        marginRight: 20,
        marginTop: 24,
        marginBottom: 40,
        x: {
          label: t.thousands,
          domain: [low - room, high + room],
          ticks: 7,
          tickFormat: (x: number) => numberIn(language, x),
          labelAnchor: 'center',
          labelOffset: 36,
        },
        y: { domain: inputs.map(({ name }) => name), label: null, tickSize: 0, padding: 0.3 },
        marks: [
          plot.barX(data, { y: 'name', x1: 'from', x2: 'to', fill: 'fill', stroke: ink.dark, strokeWidth: 0.75 }),
          ...[-1, 1].map((side) =>
            plot.text(
              data.filter(({ from, to }) => (to < from ? -1 : 1) === side),
              {
                y: 'name',
                x: 'to',
                text: 'said',
                fontSize: 12,
                fill: ink.dark,
                stroke: '#fff',
                strokeWidth: 3,
                textAnchor: side < 0 ? 'end' : 'start',
                dx: side * 5,
              },
            ),
          ),
          plot.ruleX([base / 1000], { stroke: ink.dark, strokeDasharray: '3 3' }),
          plot.ruleX([0], { stroke: ink.dark, strokeWidth: 2.5 }),
          plot.text([low < 0 ? t.cheaper : ''], {
            frameAnchor: 'top-left',
            dy: -20,
            text: (d: string) => d,
            fill: ink.dark,
          }),
          plot.text([t.dearer], { frameAnchor: 'top-right', dy: -20, text: (d: string) => d, fill: ink.dark }),
        ],
      })}
    />
  )
}

const reach = ({ a, b }: { a: { moneyPerYear: number }; b: { moneyPerYear: number } }, base: number) =>
  Math.max(Math.abs(a.moneyPerYear - base), Math.abs(b.moneyPerYear - base))
