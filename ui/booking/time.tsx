import { useEffect, useState } from 'preact/hooks'
import type { BookablePlace, Hold, Slot } from '../../device/contract/booking.ts'
import * as hub from './hub.ts'
import { Flag, Head, Offline } from './parts.tsx'
import { capital, dayIn, dayOf, timeIn, useWords, whenIn } from './words.ts'

/** Days asked for at first, and added by "more" (days). */
const SPAN_DAYS = 31
const DAY_MS = 86_400_000

export function TimeStep(props: {
  of?: [number, number]
  wish: hub.Wish
  places: BookablePlace[]
  place: string | null
  problem: 'taken' | 'gone' | null
  onPlace: (place: string | null) => void
  onHeld: (slot: Slot, hold: Hold) => void
}) {
  const t = useWords()
  const { wish, place, onPlace, onHeld } = props
  const [slots, setSlots] = useState<Slot[] | 'gone' | null>(null)
  const [spans, setSpans] = useState(1)
  const [problem, setProblem] = useState(props.problem)
  const [busy, setBusy] = useState<string | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const suits = props.places.filter(({ kinds }) => !wish.kind || kinds.includes(wish.kind))

  const load = async () => {
    const from = Date.now()
    try {
      setSlots(await hub.slots(wish, place, dayOf(from), dayOf(from + (spans * SPAN_DAYS - 1) * DAY_MS)))
    } catch {
      setSlots('gone')
    }
  }
  useEffect(() => void load(), [place, spans])

  const take = async (slot: Slot) => {
    setBusy(slot.slot)
    try {
      onHeld(slot, await hub.hold(wish, slot.slot))
    } catch (error) {
      if (hub.isRefused(error, 404, 409)) {
        setProblem('taken')
        await load()
      } else setSlots('gone')
    }
    setBusy(null)
  }
  const nameOf = (id: string) => suits.find((one) => one.id === id)?.name ?? id
  const found = Array.isArray(slots) ? slots : []
  const first = found[0]
  const days = groupBy(found, ({ start }) => dayOf(start))
  return (
    <>
      <Head {...(props.of ? { step: props.of } : {})}>{wish.kind === 'phone' ? t.time.headPhone : t.time.head}</Head>
      {problem && <Flag kind="warn">{problem === 'taken' ? t.time.taken : t.contact.gone}</Flag>}
      {suits.length > 1 && wish.kind !== 'phone' && (
        <>
          <label class="form-label" for="place">
            {t.time.place}
          </label>
          <select
            class="form-select"
            id="place"
            value={place ?? ''}
            onChange={(event) => onPlace(event.currentTarget.value || null)}
          >
            <option value="">{t.time.anyPlace}</option>
            {suits.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      {slots === null && <p role="status">{t.loading}</p>}
      {slots === 'gone' && <Offline onAgain={() => void load()} />}
      {first && (
        <section class="first">
          <h2>{t.time.first}</h2>
          <p class="lead">
            {capital(whenIn(t, first.start))}
            {wish.kind !== 'phone' && (
              <>
                <br />
                {nameOf(first.place)}, {t.kind[first.kind].toLowerCase()}
              </>
            )}
          </p>
          <button type="button" class="button button-primary" disabled={busy !== null} onClick={() => void take(first)}>
            {busy === first.slot ? t.time.work : t.time.take}
          </button>
        </section>
      )}
      {Array.isArray(slots) && found.length === 0 && <p>{t.time.none}</p>}
      {found.length > 0 && <h2>{t.time.days}</h2>}
      {[...days].map(([day, list]) => (
        <Day
          key={day}
          list={list}
          open={open === day}
          busy={busy}
          nameOf={wish.kind === 'phone' || place ? null : nameOf}
          onToggle={() => setOpen(open === day ? null : day)}
          onTake={(slot) => void take(slot)}
        />
      ))}
      {Array.isArray(slots) && spans < 3 && (
        <button type="button" class="plain" onClick={() => setSpans(spans + 1)}>
          {t.time.more}
        </button>
      )}
    </>
  )
}

function Day(props: {
  list: Slot[]
  open: boolean
  busy: string | null
  /** Null where the place is plain already. */
  nameOf: ((place: string) => string) | null
  onToggle: () => void
  onTake: (slot: Slot) => void
}) {
  const t = useWords()
  const { list, open, nameOf } = props
  const day = capital(dayIn(t, list[0]!.start))
  const id = `day-${dayOf(list[0]!.start)}`
  // By place where several are shown: a time means nothing without it.
  const groups = [
    ...groupBy(list, (slot) => (nameOf ? `${nameOf(slot.place)}, ${t.kind[slot.kind].toLowerCase()}` : '')),
  ]
  return (
    <div class="day">
      <h3>
        <button type="button" class="day-head" aria-expanded={open} aria-controls={id} onClick={props.onToggle}>
          <span>{day}</span>
          <span class="count">{t.time.count(list.length)}</span>
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open &&
          groups.map(([place, slots]) => (
            <div key={place}>
              {place && <h4>{place}</h4>}
              <div class="times">
                {slots.map((slot) => (
                  <button
                    type="button"
                    class="time"
                    key={slot.slot}
                    disabled={props.busy !== null}
                    aria-label={`${whenIn(t, slot.start)}${place ? `, ${place}` : ''}`}
                    onClick={() => props.onTake(slot)}
                  >
                    {timeIn(t, slot.start)}
                  </button>
                ))}
              </div>
            </div>
          ))}
      </div>
    </div>
  )
}

/** `Map.groupBy`, which telephones of 2023 lack. */
function groupBy<T>(list: T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}
