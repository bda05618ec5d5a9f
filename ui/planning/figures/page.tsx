import { useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { FigureAnswer, FiguresAnswer } from '../../../device/contract/figures.ts'
import { ask } from '../../shared/hub.ts'
import { dayFromNow, daysIn } from '../dates.ts'
import { DateField, named, Pick } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { Head, useLoaded, Waiting } from '../parts.tsx'
import { FigureCard } from './card.tsx'
import { ChanceCard } from './chance.tsx'
import { texts } from './texts.ts'

/** Which figures stand together; their order on the page. */
const sections: {
  id: 'flow' | 'time' | 'staff' | 'calendar' | 'result' | 'triage' | 'box' | 'count'
  ids: string[]
}[] = [
  { id: 'flow', ids: ['arrivals', 'boxVisits', 'channelShift', 'komhen'] },
  { id: 'time', ids: ['wait', 'leadTime', 'wayTime', 'serviceTime'] },
  { id: 'staff', ids: ['utilisation', 'idle'] },
  { id: 'calendar', ids: ['noShow', 'late', 'cancelled', 'abandoned'] },
  { id: 'result', ids: ['firstContactBox', 'firstContactTold', 'repeat', 'timesSuited'] },
  { id: 'triage', ids: ['triageExits', 'triageBack', 'callHit'] },
  {
    id: 'box',
    ids: ['handoffShare', 'handoffReasons', 'captureTries', 'captureReasons', 'language', 'access', 'boxUptime'],
  },
]

/** All figures of a period, each with its picture, its definition and its numbers. */
export function FiguresPage() {
  const t = useTexts(texts)
  const language = useLanguage()
  const [period, setPeriod] = useState({ from: dayFromNow(-91), to: dayFromNow(-1), place: '' })
  const query = new URLSearchParams({ ...period, lang: language }).toString()
  const places = useLoaded(() => ask<BookablePlace[]>('GET', '/api/places'))
  const loaded = useLoaded(() => ask<FiguresAnswer>('GET', `/api/plan/figures?${query}`), [period])
  const found = loaded.value
  const preset = (days: number) => setPeriod({ ...period, from: dayFromNow(-days), to: dayFromNow(-1) })
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <section class="panel fields act-bar">
        <DateField
          id="from"
          label={t.from}
          value={period.from}
          onDay={(from) => from && setPeriod({ ...period, from })}
        />
        <DateField id="to" label={t.to} value={period.to} onDay={(to) => to && setPeriod({ ...period, to })} />
        <Pick
          id="place"
          size="short"
          label={t.place}
          options={[['', t.all], ...named(places.value ?? [])]}
          value={period.place}
          onPick={(place) => setPeriod({ ...period, place })}
        />
        <div class="field wide">
          <span class="label">{t.quick}</span>
          <div class="row-buttons">
            {([28, 91, 182, 365] as const).map((days) => (
              <button type="button" class="button button-secondary" key={days} onClick={() => preset(days)}>
                {t.presets[days]}
              </button>
            ))}
            <a class="button button-secondary" href={`/api/plan/figures.csv?${query}`} download>
              {t.csv}
            </a>
            <a class="button button-secondary" href={`/api/plan/figures.xlsx?${query}`} download>
              {t.xlsx}
            </a>
            <button type="button" class="button button-secondary" onClick={() => print()}>
              {t.print}
            </button>
          </div>
        </div>
      </section>
      {!found && <Waiting of={loaded} />}
      {found && <Found found={found} />}
    </>
  )
}

function Found({ found }: { found: FiguresAnswer }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const of = (id: string): FigureAnswer[] => found.figures.filter((one) => one.id === id)
  const { from, to, place } = found.period
  return (
    <>
      <p class="small">
        {daysIn(language, from, to)}
        {place ? `, ${found.names[place]?.[language] ?? place}` : ''}. {t.small(found.small)} {t.interval}
      </p>
      {sections.map(({ id, ids }) => (
        <section key={id} aria-labelledby={`section-${id}`}>
          <h2 id={`section-${id}`} class="section">
            {t.sections[id]}
          </h2>
          <div class="cards">
            {ids.flatMap(of).map((one) => (
              <FigureCard key={one.id} figure={one} names={found.names} small={found.small} />
            ))}
            {id === 'calendar' && <ChanceCard chance={found.chance} />}
          </div>
        </section>
      ))}
    </>
  )
}
