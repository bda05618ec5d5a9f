import { useEffect, useState } from 'preact/hooks'
import type { BookablePlace, StandbyPolicy } from '../../device/contract/booking.ts'
import * as hub from './hub.ts'
import { Flag } from './parts.tsx'
import { useWords } from './words.ts'

type Closing = { place: string | null; firstDay: string; lastDay: string; reason: string }

/** For planners: closing a place for some days (what it cancels is shown first), and where there is a chance queue. */
export function PlanPart() {
  const t = useWords()
  const p = t.plan
  const [places, setPlaces] = useState<BookablePlace[]>([])
  const [policies, setPolicies] = useState<StandbyPolicy[]>([])
  const [asked, setAsked] = useState<{ closing: Closing; cancels: number } | null>(null)
  const [note, setNote] = useState<{ kind: 'good' | 'bad'; text: string } | null>(null)
  const load = async () => {
    setPlaces(await hub.places())
    setPolicies(await hub.ask<StandbyPolicy[]>('GET', '/api/standby/policies'))
  }
  useEffect(() => void load().catch(() => setNote({ kind: 'bad', text: t.offline })), [])

  const close = async (closing: Closing, save: boolean) => {
    try {
      const { cancels } = await hub.ask<{ cancels: number }>('POST', '/api/closures', { ...closing, save })
      setAsked(save ? null : { closing, cancels })
      setNote(save ? { kind: 'good', text: p.saved } : null)
    } catch (error) {
      setNote({ kind: 'bad', text: hub.isRefused(error, 401, 403) ? p.notPlanner : p.wrong })
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const [place, firstDay, lastDay, reason] = ['place', 'first', 'last', 'reason'].map((name) =>
      String(data.get(name) ?? ''),
    )
    void close({ place: place || null, firstDay: firstDay!, lastDay: lastDay || firstDay!, reason: reason! }, false)
  }
  const set = async (index: number, change: Partial<StandbyPolicy>) => {
    const next = policies.map((one, n) => (n === index ? { ...one, ...change } : one))
    try {
      await hub.ask('PUT', '/api/standby/policies', next)
      setPolicies(next)
      setNote({ kind: 'good', text: p.saved })
    } catch (error) {
      setNote({ kind: 'bad', text: hub.isRefused(error, 401, 403) ? p.notPlanner : p.wrong })
    }
  }
  const nameOf = (id: string) => places.find((one) => one.id === id)?.name ?? id
  const hour = (minute: number) => `${Math.floor(minute / 60)}.${String(minute % 60).padStart(2, '0')}`
  return (
    <>
      <h2>{p.closing}</h2>
      {note && <Flag kind={note.kind}>{note.text}</Flag>}
      <form onSubmit={submit}>
        <label class="form-label" for="close-place">
          {t.time.place}
        </label>
        <select class="form-select" id="close-place" name="place">
          <option value="">{t.time.anyPlace}</option>
          {places.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <label class="form-label" for="close-first">
          {p.first}
        </label>
        <input class="form-input" id="close-first" name="first" type="date" required />
        <label class="form-label" for="close-last">
          {p.last}
        </label>
        <input class="form-input" id="close-last" name="last" type="date" />
        <label class="form-label" for="close-reason">
          {p.reason}
        </label>
        <input class="form-input" id="close-reason" name="reason" maxLength={120} required />
        <div class="act">
          <button type="submit" class="button button-secondary">
            {p.look}
          </button>
        </div>
      </form>
      {asked && (
        <div class="flag warn" role="alert">
          <p>{p.cancels(asked.cancels)}</p>
          <div class="act">
            <button type="button" class="button button-primary" onClick={() => void close(asked.closing, true)}>
              {p.save}
            </button>
            <button type="button" class="button button-secondary" onClick={() => setAsked(null)}>
              {t.manage.no}
            </button>
          </div>
        </div>
      )}
      <h2>{t.standby.head}</h2>
      <p>{p.standbyHint}</p>
      <ul class="cards">
        {policies.map((policy, index) => (
          <li key={`${policy.place} ${policy.weekday} ${policy.opens}`}>
            <div class="choice">
              <input
                type="checkbox"
                id={`on-${index}`}
                checked={policy.active}
                onChange={(event) => void set(index, { active: event.currentTarget.checked })}
              />
              <label for={`on-${index}`}>
                {nameOf(policy.place)}, {hour(policy.opens)}–{hour(policy.closes)}
              </label>
            </div>
            <label class="form-label" for={`limit-${index}`}>
              {p.limit}
            </label>
            <select
              class="form-select"
              id={`limit-${index}`}
              value={String(policy.limitMinutes)}
              onChange={(event) => void set(index, { limitMinutes: Number(event.currentTarget.value) })}
            >
              {[0, 2, 5, 10, 15].map((one) => (
                <option key={one} value={String(one)}>
                  {one}
                </option>
              ))}
            </select>
            <label class="form-label" for={`level-${index}`}>
              {p.level}
            </label>
            <select
              class="form-select"
              id={`level-${index}`}
              value={String(Math.round(policy.level * 100))}
              onChange={(event) => void set(index, { level: Number(event.currentTarget.value) / 100 })}
            >
              {[80, 85, 90, 95, 98].map((one) => (
                <option key={one} value={String(one)}>
                  {one} %
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </>
  )
}
