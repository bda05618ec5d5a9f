import { useState } from 'preact/hooks'
import type { BookableErrand } from '../../device/contract/booking.ts'
import { Flag, Head } from './parts.tsx'
import { capital, say, useWords } from './words.ts'

export type Picked = { errands: string[]; persons: number; interpreter: string | null }
/** One visit is at most this. */
const ERRANDS_MAX = 6
const PERSONS_MAX = 6

export function ErrandStep(props: {
  of: [number, number]
  errands: BookableErrand[]
  /** Languages that can be had. */
  interpreters: string[]
  picked: Picked
  onPick: (picked: Picked) => void
  onNext: (picked: Picked) => void
}) {
  const t = useWords()
  const { errands, picked, onPick, onNext } = props
  const [problem, setProblem] = useState(false)
  const nameOf = new Intl.DisplayNames([t.language], { type: 'language' })
  const toggle = (id: string, on: boolean) => {
    setProblem(false)
    const rest = picked.errands.filter((one) => one !== id)
    onPick({ ...picked, errands: on ? [...rest, id].slice(-ERRANDS_MAX) : rest })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (picked.errands.length === 0) setProblem(true)
    else onNext(picked)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Head step={props.of}>{t.errand.head}</Head>
      {problem && <Flag>{t.errand.none}</Flag>}
      <fieldset>
        <legend class="form-hint">{t.errand.hint}</legend>
        {errands.map(({ id, name }) => (
          <div class="choice" key={id}>
            <input
              type="checkbox"
              class="form-checkbox"
              id={`errand-${id}`}
              checked={picked.errands.includes(id)}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
            <label for={`errand-${id}`}>{say(t, name)}</label>
          </div>
        ))}
      </fieldset>
      <details open={picked.persons > 1 || picked.interpreter !== null}>
        <summary>{t.errand.more}</summary>
        <label class="form-label" for="persons">
          {t.errand.persons}
        </label>
        <select
          class="form-select"
          id="persons"
          value={String(picked.persons)}
          onChange={(event) => onPick({ ...picked, persons: Number(event.currentTarget.value) })}
        >
          {Array.from({ length: PERSONS_MAX }, (_, n) => (
            <option key={n} value={String(n + 1)}>
              {t.errand.person(n + 1)}
            </option>
          ))}
        </select>
        {props.interpreters.length > 0 && (
          <>
            <label class="form-label" for="interpreter">
              {t.errand.interpreter}
            </label>
            <select
              class="form-select"
              id="interpreter"
              value={picked.interpreter ?? ''}
              onChange={(event) => onPick({ ...picked, interpreter: event.currentTarget.value || null })}
            >
              <option value="">{t.errand.noInterpreter}</option>
              {props.interpreters.map((code) => (
                <option key={code} value={code}>
                  {capital(nameOf.of(code) ?? code)}
                </option>
              ))}
            </select>
          </>
        )}
      </details>
      <div class="act">
        <button type="submit" class="button button-primary">
          {t.next}
        </button>
      </div>
    </form>
  )
}
