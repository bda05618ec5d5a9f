import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Arrival } from '../../../device/contract/booking.ts'
import { ask } from '../hub.ts'
import { Flag, Head } from '../parts.tsx'
import { timeIn, useWords } from '../words.ts'
import { useShop } from './shop.ts'
import { useStaff } from './texts.ts'

/** A list that is looked at all day (ms). */
const LOOK_MS = 5_000
/** The place somebody works at stays chosen in this browser. */
const PLACE = 'booking-place'

type Do = (arrival: Arrival, step: string) => void

/** A place's day: one line of those who are here, then who is expected, then who did not come. */
export function TodayPage() {
  const t = useStaff().today
  const words = useWords()
  const staff = useStaff()
  const { places, namesOf } = useShop()
  const [chosen, setPlace] = useState(() => localStorage.getItem(PLACE))
  const [list, setList] = useState<Arrival[] | null>(null)
  const [failed, setFailed] = useState<'step' | 'offline' | null>(null)
  const place = places.find(({ id }) => id === chosen)?.id ?? places[0]?.id
  const load = useCallback(async () => {
    if (!place) return
    try {
      setList(await ask<Arrival[]>('GET', `/api/arrivals?place=${place}`))
      setFailed((before) => (before === 'offline' ? null : before))
    } catch {
      setFailed('offline')
    }
  }, [place])
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), LOOK_MS)
    return () => clearInterval(timer)
  }, [load])
  const step: Do = async ({ id, is }, name) => {
    setFailed(null)
    try {
      await ask('POST', `/api/${is === 'booked' ? 'booking' : 'standby'}/${id}/${name}`, {})
    } catch {
      setFailed('step')
    }
    await load()
  }
  const of = (states: Arrival['state'][]) => (list ?? []).filter(({ state }) => states.includes(state))
  const here = of(['arrived', 'called', 'waiting', 'serving'])
  const expected = of(['booked'])
  const missed = of(['no-show'])
  const table = (label: string, rows: Arrival[]) => <Table label={label} rows={rows} namesOf={namesOf} onStep={step} />
  return (
    <>
      <Head>{t.head}</Head>
      <label class="form-label" for="place">
        {staff.place}
      </label>
      <select
        class="form-select"
        id="place"
        value={place}
        onChange={(event) => {
          localStorage.setItem(PLACE, event.currentTarget.value)
          setPlace(event.currentTarget.value)
        }}
      >
        {places.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {failed && <Flag>{failed === 'step' ? t.failed : words.offline}</Flag>}
      <div class="act">
        <a class="button button-secondary" href={`#/queue/${place}`}>
          {t.walkIn}
        </a>
        <a class="button button-secondary" href={`#/board/${place}`} target="_blank" rel="noreferrer">
          {t.screen}
        </a>
      </div>
      {list && (
        <>
          <h2>{t.here}</h2>
          <p class="small">{t.hereHint}</p>
          {here.length > 0 ? table(t.here, here) : <p>{t.nobody}</p>}
          <h2>{t.expected}</h2>
          {expected.length > 0 ? table(t.expected, expected) : <p>{t.noneExpected}</p>}
          {missed.length > 0 && (
            <>
              <h2>{t.missed}</h2>
              {table(t.missed, missed)}
            </>
          )}
        </>
      )}
    </>
  )
}

function Table(props: { label: string; rows: Arrival[]; namesOf: (ids: string[]) => string; onStep: Do }) {
  const t = useStaff().today
  const words = useWords()
  const button = (one: Arrival, step: string, text: string, main = false) => (
    <button
      type="button"
      class={main ? 'button button-primary' : 'plain'}
      aria-label={`${text}: ${one.number}`}
      onClick={() => props.onStep(one, step)}
    >
      {text}
    </button>
  )
  return (
    <div class="scroll">
      <table aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.where}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {props.rows.map((one) => (
            <tr key={one.id}>
              <td>
                {one.due ? <strong>{timeIn(words, one.due)}</strong> : '–'}
                {one.since && <span class="small"> {t.since(timeIn(words, one.since))}</span>}
              </td>
              <td class="nowrap">{one.number}</td>
              <td>{one.name ?? (one.is === 'standby' ? t.state.waiting : '')}</td>
              <td>
                {props.namesOf(one.errands)}
                {one.need && <span class="small"> ({t.need})</span>}
              </td>
              <td>
                {one.where ?? ''}
                {(one.state === 'called' || one.state === 'serving') && (
                  <span class="small"> {t.state[one.state]}</span>
                )}
              </td>
              <td class="end">
                {one.state === 'booked' && button(one, 'check-in', t.check, true)}
                {one.state === 'arrived' && button(one, 'call', t.call, true)}
                {one.state === 'no-show' && button(one, 'check-in', t.undo)}
                {one.is === 'booked' && one.state === 'called' && button(one, 'start', t.start, true)}
                {one.is === 'booked' &&
                  ['called', 'serving'].includes(one.state) &&
                  button(one, 'serve', t.done, one.state === 'serving')}
                {one.is === 'booked' &&
                  one.state !== 'no-show' &&
                  one.state !== 'serving' &&
                  button(one, 'no-show', t.noShow)}
                {one.is === 'standby' && one.state === 'called' && button(one, 'start', t.start, true)}
                {one.is === 'standby' && one.state === 'serving' && button(one, 'served', t.done, true)}
                {one.is === 'standby' && one.state !== 'serving' && button(one, 'left', t.left)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
