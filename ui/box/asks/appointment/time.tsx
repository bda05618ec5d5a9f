import { useState } from 'preact/hooks'
import { Notice, Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { dayOf, dayWithin, isoDay, type PageProps, timeOf } from './props.ts'

/** Times of a day that are shown; who wants others takes another day. */
const TIMES_MAX = 40

export function TimePage({ page, answer }: PageProps<'time'>) {
  const { t, language } = useStage()
  const [day, setDay] = useState<string | null>(null)
  const w = t.appointment.time
  const nameOf = (id: string) => page.places.find((one) => one.id === id)?.name ?? id
  const [first] = page.slots
  const days = [...new Set(page.slots.map(({ start }) => isoDay(start)))]
  const open = day ?? days[0]
  const times = page.slots.filter(({ start }) => isoDay(start) === open).slice(0, TIMES_MAX)
  return (
    <Screen
      title={page.kind === 'phone' ? w.titlePhone : w.title}
      actions={
        first && (
          <div class="first-time">
            <p>
              {w.first}: <b>{dayWithin(language, first.start)}</b> {w.at(timeOf(language, first.start))}
              {first.kind !== 'phone' && `, ${nameOf(first.place)} (${w.kind[first.kind]})`}
            </p>
            <button
              type="button"
              class="button button-primary"
              onClick={() => answer({ is: 'slot', slot: first.slot })}
            >
              {w.take}
            </button>
          </div>
        )
      }
    >
      {page.problem && (
        <Notice kind="warning">
          {page.problem === 'taken' ? t.appointment.problem.taken : t.appointment.problem.heldGone}
        </Notice>
      )}
      <div class="pickers">
        {page.kind !== 'phone' && page.places.length > 1 && (
          <div class="typing">
            <label for="place">{w.place}</label>
            <select
              id="place"
              class="form-select"
              value={page.place ?? ''}
              onChange={(event) => answer({ is: 'place', place: event.currentTarget.value || null })}
            >
              <option value="">{w.all}</option>
              {page.places.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        {days.length > 0 && (
          <div class="typing">
            <label for="day">{w.days}</label>
            <select id="day" class="form-select" value={open} onChange={(event) => setDay(event.currentTarget.value)}>
              {days.map((one) => (
                <option key={one} value={one}>
                  {dayOf(language, `${one}T12:00:00Z`)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {!first && <p>{w.none}</p>}
      <div class="times">
        {times.map((slot) => (
          <button
            key={slot.slot}
            type="button"
            class="button button-secondary"
            onClick={() => answer({ is: 'slot', slot: slot.slot })}
          >
            {timeOf(language, slot.start)}
            {page.place === null && slot.kind !== 'phone' && <span class="hint">{nameOf(slot.place)}</span>}
          </button>
        ))}
      </div>
    </Screen>
  )
}
