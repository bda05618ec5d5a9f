import { useState } from 'preact/hooks'
import { Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { capital, type PageProps } from './props.ts'

/** One visit is at most this. */
const ERRANDS_MAX = 6
const PERSONS_MAX = 6

/** One tap for one errand; who has more to do finds it below, and is not asked otherwise. */
export function ErrandPage({ page, answer }: PageProps<'errand'>) {
  const { t, language, takeBack } = useStage()
  const [more, setMore] = useState(false)
  const w = t.appointment.errand
  const open = (wide: boolean) => {
    setMore(wide)
    takeBack(wide ? () => open(false) : null)
  }
  if (more) return <SeveralPage page={page} answer={answer} onOne={() => open(false)} />
  return (
    <Screen
      title={w.title}
      lead={w.lead}
      actions={
        <button type="button" class="button button-secondary" onClick={() => open(true)}>
          {w.more}
        </button>
      }
    >
      <ul class="choices two">
        {page.errands.map(({ id, name }) => (
          <li key={id}>
            <button type="button" class="button choice" onClick={() => answer({ is: 'errand', id })}>
              <b>{name[language]}</b>
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}

function SeveralPage({ page, answer, onOne }: PageProps<'errand'> & { onOne: () => void }) {
  const { t, language, takeBack } = useStage()
  const [ids, setIds] = useState<string[]>([])
  const [persons, setPersons] = useState(1)
  const [interpreter, setInterpreter] = useState<string | null>(null)
  const w = t.appointment.errand
  const nameOf = new Intl.DisplayNames([language], { type: 'language' })
  const toggle = (id: string) =>
    setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id].slice(-ERRANDS_MAX))
  const next = () => {
    takeBack(null)
    answer({ is: 'errands', ids, persons, interpreter })
  }
  return (
    <Screen
      key="several"
      title={w.title}
      lead={w.leadMore}
      actions={
        <>
          <button type="button" class="button button-primary" disabled={ids.length === 0} onClick={next}>
            {t.next}
          </button>
          <button type="button" class="button button-secondary" onClick={onOne}>
            {w.one}
          </button>
        </>
      }
    >
      <ul class="choices two">
        {page.errands.map(({ id, name }) => (
          <li key={id}>
            <button type="button" class="button choice" aria-pressed={ids.includes(id)} onClick={() => toggle(id)}>
              <b>{name[language]}</b>
            </button>
          </li>
        ))}
      </ul>
      <div class="persons">
        <span id="persons">{w.persons}</span>
        <button
          type="button"
          class="button button-secondary"
          aria-label={w.fewer}
          disabled={persons === 1}
          onClick={() => setPersons(persons - 1)}
        >
          −
        </button>
        <output aria-labelledby="persons">{persons}</output>
        <button
          type="button"
          class="button button-secondary"
          aria-label={w.add}
          disabled={persons === PERSONS_MAX}
          onClick={() => setPersons(persons + 1)}
        >
          +
        </button>
      </div>
      {page.interpreters.length > 0 && (
        <div class="typing">
          <label for="interpreter">{w.interpreter}</label>
          <select
            id="interpreter"
            class="form-select"
            value={interpreter ?? ''}
            onChange={(event) => setInterpreter(event.currentTarget.value || null)}
          >
            <option value="">{w.noInterpreter}</option>
            {page.interpreters.map((one) => (
              <option key={one} value={one}>
                {capital(nameOf.of(one) ?? one)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Screen>
  )
}
