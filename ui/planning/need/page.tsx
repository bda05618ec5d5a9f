import { useState } from 'preact/hooks'
import type { BookableErrand, BookablePlace } from '../../../device/contract/booking.ts'
import type { NeedDay } from '../../../device/contract/staffing.ts'
import { ask } from '../../shared/hub.ts'
import { numberIn, percentIn } from '../charts/numbers.ts'
import { dayFromNow, dayIn } from '../dates.ts'
import { DateField, named, Pick } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { ForecastChart, NeedChart, WaitChart } from './charts.tsx'
import { texts } from './texts.ts'

/** A gap in skills smaller than this a day is not worth a line (hours). */
const LEAST_HOURS = 0.1

type Wish = { day: string; channel: 'counter' | 'video' | 'phone'; place: string; wait: string; share: string }

/** Plan against need of a day, the forecast behind it, and what the gaps cost in waiting. */
export function NeedPage() {
  const t = useTexts(texts)
  const places = useLoaded(async () =>
    (await ask<BookablePlace[]>('GET', '/api/places')).filter(({ kinds }) => kinds.includes('counter')),
  )
  const [wish, setWish] = useState<Wish>({
    day: nextWeekday(),
    channel: 'counter',
    place: '',
    wait: '10',
    share: '80',
  })
  if (!places.value) return <Waiting of={places} />
  const place = wish.place || (places.value.find(({ id }) => id === 'raadhuset') ?? places.value[0])?.id || ''
  const set = (change: Partial<Wish>) => setWish({ ...wish, ...change })
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <section class="panel fields act-bar">
        <DateField id="day" label={t.day} value={wish.day} onDay={(day) => day && set({ day })} />
        <Pick
          id="channel"
          size="short"
          label={t.channel}
          options={(['counter', 'video', 'phone'] as const).map((one) => [one, t.channels[one]])}
          value={wish.channel}
          onPick={(value) => set({ channel: value as Wish['channel'] })}
        />
        {wish.channel === 'counter' && (
          <Pick
            id="place"
            size="short"
            label={t.place}
            options={named(places.value)}
            value={place}
            onPick={(place) => set({ place })}
          />
        )}
        <Pick
          id="share"
          size="short"
          label={t.goalShare}
          options={['50', '70', '80', '90', '95'].map((one) => [one, `${one} %`])}
          value={wish.share}
          onPick={(share) => set({ share })}
        />
        <Pick
          id="wait"
          size="short"
          label={t.goalWait}
          options={['2', '5', '10', '15', '20', '30'].map((one) => [one, t.minutes(one)])}
          value={wish.wait}
          onPick={(wait) => set({ wait })}
        />
      </section>
      <Found key={JSON.stringify({ ...wish, place })} wish={{ ...wish, place }} />
    </>
  )
}

function nextWeekday(): string {
  for (let n = 1; ; n++) {
    const day = dayFromNow(n)
    if (![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) return day
  }
}

function Found({ wish }: { wish: Wish }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const loaded = useLoaded(() =>
    ask<NeedDay>(
      'GET',
      `/api/plan/need?${new URLSearchParams({
        day: wish.day,
        channel: wish.channel,
        wait: wish.wait,
        share: String(Number(wish.share) / 100),
        ...(wish.channel === 'counter' ? { place: wish.place } : {}),
      })}`,
    ),
  )
  const errands = useLoaded(() => ask<BookableErrand[]>('GET', '/api/errands'))
  const nameOf = (id: string) => errands.value?.find((one) => one.id === id)?.name[language] ?? id
  const found = loaded.value
  if (!found) return <Waiting of={loaded} />
  if (found.closed !== null) return <Flag kind="warn">{t.closed(dayIn(language, found.day), found.closed)}</Flag>
  if (found.history < 10) return <Flag kind="warn">{t.tooLittle}</Flag>
  const { sums, quarters, goal } = found
  const gaps = new Map<string, number>()
  for (const { skillGap } of quarters)
    for (const { errand, load } of skillGap) gaps.set(errand, (gaps.get(errand) ?? 0) + load / 4)
  const short = sums.shortHours > 0
  const shortSkills = [...gaps].filter(([, hours]) => hours >= LEAST_HOURS).sort(([, a], [, b]) => b - a)
  return (
    <>
      <section class="panel">
        <h2>{t.plan(dayIn(language, found.day))}</h2>
        <p class="big-line">
          {short
            ? t.gap(
                numberIn(language, sums.shortHours, 1),
                numberIn(language, sums.extraMinutes / 60, 1),
                numberIn(language, sums.extraLeaving, 1),
              )
            : t.noGap}
        </p>
        <p>
          {t.sums(
            numberIn(language, sums.neededHours, 1),
            numberIn(language, sums.plannedHours, 1),
            numberIn(language, sums.spareHours, 1),
            numberIn(language, sums.arrivals),
          )}
        </p>
        <NeedChart found={found} />
        <p class="small">{t.formula(goal.wait, percentIn(language, goal.share), goal.patience)}</p>
      </section>
      {shortSkills.length > 0 && (
        <Flag kind="warn">
          <p>{t.skillGap}</p>
          <ul>
            {shortSkills.map(([errand, hours]) => (
              <li key={errand}>{t.skillHours(nameOf(errand), numberIn(language, hours, 1))}</li>
            ))}
          </ul>
        </Flag>
      )}
      <section class="panel">
        <h2>{t.waits}</h2>
        <WaitChart found={found} />
      </section>
      <section class="panel">
        <h2>{t.forecast}</h2>
        <p>{t.forecastLead(found.history)}</p>
        <ForecastChart found={found} nameOf={nameOf} />
        {found.backtest.length > 0 && (
          <>
            <h3>{t.backtest(found.backtest[0]!.days)}</h3>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t.grain}</th>
                  <th scope="col" class="number">
                    {t.ours}
                  </th>
                  <th scope="col" class="number">
                    {t.lastWeek}
                  </th>
                  <th scope="col" class="number">
                    {t.lastYear}
                  </th>
                </tr>
              </thead>
              <tbody>
                {found.backtest.map((one) => (
                  <tr key={one.grain}>
                    <th scope="row">{t.grains[one.grain]}</th>
                    <td class="number">{percentIn(language, one.ours)}</td>
                    <td class="number">{percentIn(language, one.lastWeek)}</td>
                    <td class="number">{one.lastYear === null ? t.notYet : percentIn(language, one.lastYear)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p class="small">{t.errorHint}</p>
          </>
        )}
      </section>
    </>
  )
}
