import { useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { Absence, RosterEdit, RosterRow, StaffMatrix } from '../../../device/contract/staffing.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { clockIn } from '../charts/numbers.ts'
import { dayFromNow, daysIn, minuteOf, weekdayIn } from '../dates.ts'
import { DateField, named, Pick } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { texts } from './texts.ts'
import { Where } from './where.tsx'

type Note = { kind: 'good' | 'bad'; text: string } | null

/** The usual week, the days made from it, and who is away. */
export function RosterPage() {
  const t = useTexts(texts)
  const language = useLanguage()
  const loaded = useLoaded(async () => ({
    people: (await ask<StaffMatrix>('GET', '/api/plan/staff')).people,
    places: await ask<BookablePlace[]>('GET', '/api/places'),
    roster: await ask<RosterRow[]>('GET', '/api/plan/roster'),
    absences: await ask<Absence[]>('GET', `/api/plan/absences?from=${dayFromNow(0)}`),
  }))
  const [person, setPerson] = useState<number | null>(null)
  const [note, setNote] = useState<Note>(null)
  const found = loaded.value
  if (!found) return <Waiting of={loaded} />
  const { people, places, roster, absences } = found
  const chosen = person ?? people[0]?.id ?? 0
  const nameOf = (id: number) => people.find((one) => one.id === id)?.name ?? '–'
  const placeOf = (id: string | null) => places.find((one) => one.id === id)?.name ?? t.everywhere
  const act = async (work: Promise<unknown>, done: (answer: unknown) => string) => {
    try {
      const answer = await work
      setNote({ kind: 'good', text: done(answer) })
    } catch (error) {
      setNote({ kind: 'bad', text: isRefused(error) ? t.refused : t.gone })
    }
    await loaded.again()
  }
  const submit = (read: (of: (name: string) => string) => Promise<void> | undefined) => (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    void read((name) => String(data.get(name) ?? ''))
  }
  const addRow = submit((of) => {
    const channel = of('channel') as RosterEdit['channel']
    const row: RosterEdit = {
      person: chosen,
      weekday: Number(of('weekday')),
      weeks: of('weeks') as RosterEdit['weeks'],
      opens: minuteOf(of('opens')) ?? 0,
      closes: minuteOf(of('closes')) ?? 0,
      place: channel === 'counter' ? of('place') : null,
      channel,
    }
    return act(ask('POST', '/api/plan/roster', row), () => t.saved)
  })
  const rollOut = submit((of) =>
    act(ask('POST', '/api/plan/roll-out', { from: of('from'), to: of('to') }), (answer) => {
      const { days, shifts } = answer as { days: number; shifts: number }
      return days === 0 ? t.nothingMade : t.made(days, shifts)
    }),
  )
  const away = submit((of) =>
    act(
      ask('POST', '/api/plan/absences', {
        person: Number(of('person')),
        firstDay: of('first'),
        lastDay: of('last') || of('first'),
      }),
      () => t.saved,
    ),
  )
  const mine = roster.filter((one) => one.person === chosen)
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      {note && <Flag kind={note.kind}>{note.text}</Flag>}
      <section class="panel">
        <h2>{t.week}</h2>
        <Pick
          id="person"
          label={t.person}
          options={named(people)}
          value={String(chosen)}
          onPick={(value) => setPerson(Number(value))}
        />
        {mine.length === 0 && <p>{t.noRows}</p>}
        {mine.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">{t.weekday}</th>
                <th scope="col">{t.time}</th>
                <th scope="col">{t.where}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {mine.map((row) => (
                <tr key={row.id}>
                  <td>
                    {weekdayIn(language, row.weekday)}
                    {row.weeks !== 'all' && ` (${t.weeks[row.weeks]})`}
                  </td>
                  <td>
                    {clockIn(language, row.opens)}–{clockIn(language, row.closes)}
                  </td>
                  <td>
                    {t.channels[row.channel]}, {placeOf(row.place)}
                  </td>
                  <td class="end">
                    <button
                      type="button"
                      class="plain"
                      aria-label={`${t.remove}: ${weekdayIn(language, row.weekday)} ${clockIn(language, row.opens)}`}
                      onClick={() => void act(ask('DELETE', `/api/plan/roster/${row.id}`), () => t.removed)}
                    >
                      {t.remove}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <h3>{t.addRow}</h3>
        <form class="fields" onSubmit={addRow}>
          <Pick
            id="weekday"
            name="weekday"
            size="short"
            label={t.weekday}
            options={[1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), weekdayIn(language, day)])}
          />
          <Pick
            id="weeks"
            name="weeks"
            size="short"
            label={t.whichWeeks}
            options={(['all', 'odd', 'even'] as const).map((one) => [one, t.weeks[one]])}
          />
          <Where places={places} />
          <button type="submit" class="button button-secondary">
            {t.add}
          </button>
        </form>
      </section>
      <section class="panel">
        <h2>{t.rollOut}</h2>
        <p>{t.rollOutLead}</p>
        <form class="fields" onSubmit={rollOut}>
          <DateField id="from" name="from" label={t.from} required value={dayFromNow(1)} />
          <DateField id="to" name="to" label={t.to} required value={dayFromNow(180)} />
          <button type="submit" class="button button-secondary">
            {t.rollOutButton}
          </button>
        </form>
      </section>
      <section class="panel">
        <h2>{t.absence}</h2>
        <p>{t.absenceLead}</p>
        <form class="fields" onSubmit={away}>
          <Pick id="away" name="person" label={t.person} options={named(people)} />
          <DateField id="first" name="first" label={t.first} required />
          <DateField id="last" name="last" label={t.last} />
          <button type="submit" class="button button-secondary">
            {t.add}
          </button>
        </form>
        {absences.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">{t.person}</th>
                <th scope="col">{t.days}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {absences.map((one) => (
                <tr key={one.id}>
                  <td>{nameOf(one.person)}</td>
                  <td>{daysIn(language, one.firstDay, one.lastDay)}</td>
                  <td class="end">
                    <button
                      type="button"
                      class="plain"
                      aria-label={`${t.comes}: ${nameOf(one.person)}`}
                      onClick={() => void act(ask('DELETE', `/api/plan/absences/${one.id}`), () => t.removed)}
                    >
                      {t.comes}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}
