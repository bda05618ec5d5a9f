import { useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { PlannedDay, Shift, ShiftEdit, StaffMatrix } from '../../../device/contract/staffing.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { clockIn } from '../charts/numbers.ts'
import { dayFromNow, dayIn, minuteOf } from '../dates.ts'
import { DateField, named, Pick } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { Where } from '../roster/where.tsx'
import { texts } from './texts.ts'

/** The day’s first and last minute that are drawn, where nobody works longer. */
const FIRST = 480
const LAST = 1140

type Note = { kind: 'good' | 'bad'; text: string } | null

/** Who is where through one day; somebody can be moved by hand. */
export function DayPage() {
  const t = useTexts(texts)
  const language = useLanguage()
  const [day, setDay] = useState(dayFromNow(1))
  const [edited, setEdited] = useState<Shift | 'new' | null>(null)
  const [note, setNote] = useState<Note>(null)
  const base = useLoaded(async () => ({
    people: (await ask<StaffMatrix>('GET', '/api/plan/staff')).people,
    places: await ask<BookablePlace[]>('GET', '/api/places'),
  }))
  const loaded = useLoaded(() => ask<PlannedDay>('GET', `/api/plan/day?day=${day}`), [day])
  if (!base.value) return <Waiting of={base} />
  const { people, places } = base.value
  const plan = loaded.value
  const placeOf = (id: string | null) => places.find((one) => one.id === id)?.name ?? t.everywhere
  const act = async (work: Promise<unknown>) => {
    try {
      await work
      setNote({ kind: 'good', text: t.saved })
      setEdited(null)
    } catch (error) {
      setNote({ kind: 'bad', text: isRefused(error, 409) ? t.elsewhere : isRefused(error) ? t.refused : t.gone })
    }
    await loaded.again()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const of = (name: string) => String(data.get(name) ?? '')
    const channel = of('channel') as ShiftEdit['channel']
    const shift: ShiftEdit = {
      person: edited === 'new' ? Number(of('person')) : (edited?.person ?? 0),
      day,
      opens: minuteOf(of('opens')) ?? 0,
      closes: minuteOf(of('closes')) ?? 0,
      place: channel === 'counter' ? of('place') : null,
      channel,
    }
    void act(
      edited === 'new'
        ? ask('POST', '/api/plan/shifts', shift)
        : ask('PUT', `/api/plan/shifts/${(edited as Shift).n}`, shift),
    )
  }
  const label = (one: Shift) =>
    `${clockIn(language, one.opens)}–${clockIn(language, one.closes)} ${t.channels[one.channel]}${one.place ? `, ${placeOf(one.place)}` : ''}`
  const first = Math.floor(Math.min(FIRST, ...(plan?.shifts ?? []).map(({ opens }) => opens)) / 60) * 60
  const last = Math.max(LAST, ...(plan?.shifts ?? []).map(({ closes }) => closes))
  const hours = Array.from({ length: Math.floor((last - first) / 60) + 1 }, (_, i) => first + 60 * i)
  const at = (minute: number) => `${((minute - first) / (last - first)) * 100}%`
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <div class="fields act-bar">
        <DateField id="day" label={t.day} value={day} onDay={(value) => value && setDay(value)} />
        <button type="button" class="button button-secondary" onClick={() => setEdited('new')}>
          {t.add}
        </button>
      </div>
      {note && <Flag kind={note.kind}>{note.text}</Flag>}
      {edited && (
        <form class="panel" key={edited === 'new' ? 'new' : edited.n} onSubmit={submit}>
          <h2>{edited === 'new' ? t.add : t.move(people.find(({ id }) => id === edited.person)?.name ?? '–')}</h2>
          <div class="fields">
            {edited === 'new' && <Pick id="person" name="person" label={t.person} options={named(people)} />}
            <Where places={places} {...(edited === 'new' ? {} : { value: edited })} />
          </div>
          <div class="act">
            <button type="submit" class="button button-primary">
              {t.save}
            </button>
            <button type="button" class="button button-secondary" onClick={() => setEdited(null)}>
              {t.leave}
            </button>
            {edited !== 'new' && (
              <button
                type="button"
                class="button button-secondary"
                onClick={() => void act(ask('DELETE', `/api/plan/shifts/${edited.n}`))}
              >
                {t.remove}
              </button>
            )}
          </div>
        </form>
      )}
      {!plan && <Waiting of={loaded} />}
      {plan && (
        <section class="panel">
          <h2>{dayIn(language, plan.day)}</h2>
          {plan.closed && <p>{t.closed(plan.closed)}</p>}
          {plan.shifts.length === 0 && !plan.closed && <p>{t.none}</p>}
          {plan.shifts.length > 0 && (
            <>
              <ul class="gantt" aria-label={t.picture}>
                <li class="gantt-row gantt-head" aria-hidden="true">
                  <span class="gantt-name" />
                  <span class="gantt-line">
                    {hours.map((minute) => (
                      <span key={minute} class="gantt-hour" style={{ left: at(minute) }}>
                        {minute / 60}
                      </span>
                    ))}
                  </span>
                </li>
                {people
                  .filter(({ id }) => plan.shifts.some(({ person }) => person === id) || plan.away.includes(id))
                  .map((person) => (
                    <li class="gantt-row" key={person.id}>
                      <span class="gantt-name">{person.name}</span>
                      <span class="gantt-line">
                        {plan.shifts
                          .filter((one) => one.person === person.id)
                          .map((one) => (
                            <button
                              type="button"
                              key={one.n}
                              class={`gantt-shift ${one.channel} ${plan.away.includes(person.id) ? 'away' : ''}`}
                              style={{ left: at(one.opens), width: `calc(${at(one.closes)} - ${at(one.opens)})` }}
                              aria-label={`${person.name}: ${label(one)}${plan.away.includes(person.id) ? `, ${t.away}` : ''}`}
                              onClick={() => setEdited(one)}
                            >
                              {plan.away.includes(person.id)
                                ? t.away
                                : one.place
                                  ? placeOf(one.place)
                                  : t.channels[one.channel]}
                            </button>
                          ))}
                      </span>
                    </li>
                  ))}
              </ul>
              <p class="small">{t.legend}</p>
            </>
          )}
        </section>
      )}
    </>
  )
}
