import { useState } from 'preact/hooks'
import type { BookableErrand } from '../../../device/contract/booking.ts'
import type { PlaceEffect, PlacePlan } from '../../../device/contract/places.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { momentIn } from '../dates.ts'
import { useLanguage, useTexts } from '../language.ts'
import { Flag } from '../parts.tsx'
import { HoursPart } from './hours.tsx'
import { hoursOf, isWhole, type Line, linesOf } from './lines.ts'
import { ResourcesPart } from './resources.tsx'
import { texts } from './texts.ts'
import { WeekPart } from './week.tsx'

type Problem = { is: 'hours' } | { is: 'refused'; sentence: string }

/** One place with everything about it. Nothing is written before what it does to booked visits was shown. */
export function PlaceEditor(props: {
  place: PlacePlan
  isNew: boolean
  places: PlacePlan[]
  errands: BookableErrand[]
  onSaved: (key: string) => void
  onClosed: () => void
}) {
  const t = useTexts(texts)
  const [draft, setDraft] = useState(props.place)
  const [lines, setLines] = useState<Line[]>(() => linesOf(props.place.hours))
  const [effect, setEffect] = useState<PlaceEffect | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [closing, setClosing] = useState(false)
  const shared = draft.id === null
  const change = (next: Partial<PlacePlan>) => {
    setEffect(null)
    setDraft({ ...draft, ...next })
  }
  const send = async (save: boolean) => {
    setProblem(null)
    if (!lines.every(isWhole)) return setProblem({ is: 'hours' })
    try {
      const place = { ...draft, hours: hoursOf(lines) }
      const answer = await ask<PlaceEffect>('POST', '/api/plan/places', { place, save })
      if (save) props.onSaved(draft.id ?? '')
      else setEffect(answer)
    } catch (error) {
      setProblem({ is: 'refused', sentence: isRefused(error) ? error.message : '' })
    }
  }
  const close = async () => {
    await ask('DELETE', `/api/plan/places/${draft.id}`)
    props.onClosed()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send(false)
      }}
    >
      {shared ? (
        <p>{t.sharedLead}</p>
      ) : (
        <section class="panel">
          <h2>{t.about}</h2>
          <div class="fields">
            <div class="field">
              <label for="name">{t.name}</label>
              <input
                class="form-input"
                id="name"
                value={draft.name}
                maxLength={80}
                required
                onInput={(event) => change({ name: event.currentTarget.value })}
              />
            </div>
            <div class="field">
              <label for="address">{t.address}</label>
              <input
                class="form-input"
                id="address"
                value={draft.address}
                maxLength={120}
                onInput={(event) => change({ address: event.currentTarget.value })}
              />
            </div>
            <div class="field short">
              <label for="slot">{t.slot}</label>
              <select
                class="form-select"
                id="slot"
                value={String(draft.slotMinutes)}
                onChange={(event) => change({ slotMinutes: Number(event.currentTarget.value) })}
              >
                {[5, 10, 15, 20, 30, 45, 60].map((n) => (
                  <option key={n} value={String(n)}>
                    {t.minutes(n)}
                  </option>
                ))}
              </select>
            </div>
          </div>
        </section>
      )}
      <ResourcesPart
        shared={shared}
        resources={draft.resources}
        errands={props.errands}
        onChange={(resources) => change({ resources })}
      />
      <HoursPart
        shared={shared}
        kinds={[...new Set(draft.resources.map((one) => one.kind))]}
        lines={lines}
        onChange={(next) => {
          setEffect(null)
          setLines(next)
        }}
      />
      <WeekPart kinds={[...new Set(draft.resources.map((one) => one.kind))]} lines={lines} />
      {problem && <Flag>{problem.is === 'hours' ? t.wrongHours : `${t.wrong} ${problem.sentence}`}</Flag>}
      {effect ? (
        <EffectPart effect={effect} places={props.places} onSave={() => void send(true)} onNo={() => setEffect(null)} />
      ) : (
        <div class="act">
          <button type="submit" class="button button-primary">
            {t.look}
          </button>
          {!shared && !props.isNew && (
            <button type="button" class="button button-secondary" onClick={() => setClosing(true)}>
              {t.closePlace}
            </button>
          )}
        </div>
      )}
      {closing && (
        <Flag kind="warn">
          <p>{t.closeSure}</p>
          <div class="act">
            <button type="button" class="button button-primary" onClick={() => void close()}>
              {t.yesClose}
            </button>
            <button type="button" class="button button-secondary" onClick={() => setClosing(false)}>
              {t.no}
            </button>
          </div>
        </Flag>
      )}
    </form>
  )
}

function EffectPart(props: { effect: PlaceEffect; places: PlacePlan[]; onSave: () => void; onNo: () => void }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { cancels, moves, first } = props.effect
  return (
    <Flag kind={cancels > 0 ? 'warn' : 'good'}>
      <p>
        {cancels > 0 ? t.cancels(cancels) : t.harmless} {moves > 0 && t.moves(moves)}
      </p>
      {first.length > 0 && (
        <p>
          {t.firstOnes}{' '}
          {first
            .map(
              ({ start, place }) =>
                `${momentIn(language, start)}, ${props.places.find((one) => one.id === place)?.name ?? place}`,
            )
            .join(' · ')}
        </p>
      )}
      <div class="act">
        <button type="button" class="button button-primary" onClick={props.onSave}>
          {cancels > 0 ? t.saveAndCancel(cancels) : t.save}
        </button>
        <button type="button" class="button button-secondary" onClick={props.onNo}>
          {t.keep}
        </button>
      </div>
    </Flag>
  )
}
