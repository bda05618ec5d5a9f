import { useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { Lever, WhatIfAnswer, WhatIfRequest } from '../../../device/contract/figures.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { named, Pick } from '../fields.tsx'
import { useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { Result } from './result.tsx'
import { texts } from './texts.ts'

export const today: Lever = { posts: 0, boxes: 0, booking: true, standby: false }
const ready = {
  withoutBooking: { ...today, booking: false },
  chanceQueue: { ...today, standby: true },
  twoPostsFewer: { ...today, posts: -2 },
  twoBoxesMore: { ...today, boxes: 2 },
} satisfies { [name: string]: Lever }
type Ready = keyof typeof ready

type State =
  | { is: 'idle' }
  | { is: 'working' }
  | { is: 'wrong'; why: string }
  | { is: 'gone' }
  /** What was asked, to be named in the language of the moment. */
  | { is: 'done'; answer: WhatIfAnswer; asked: (Ready | 'today' | 'own')[]; place: string }

/** Other ways of running a place, side by side with today on the same citizens. */
export function WhatIfPage() {
  const t = useTexts(texts)
  const places = useLoaded(async () =>
    (await ask<BookablePlace[]>('GET', '/api/places')).filter(({ kinds }) => kinds.includes('counter')),
  )
  const [chosen, setChosen] = useState<Ready[]>(['withoutBooking', 'chanceQueue', 'twoPostsFewer', 'twoBoxesMore'])
  const [own, setOwn] = useState<Lever>(today)
  const [place, setPlace] = useState<string | null>(null)
  const [costs, setCosts] = useState<WhatIfRequest['costs']>()
  const [guesses, setGuesses] = useState<WhatIfRequest['guesses']>()
  const [state, setState] = useState<State>({ is: 'idle' })
  if (!places.value) return <Waiting of={places} />
  const at = place ?? places.value.find(({ id }) => id === 'raadhuset')?.id ?? places.value[0]?.id ?? ''
  const mine = JSON.stringify(own) !== JSON.stringify(today)
  const run = async () => {
    setState({ is: 'working' })
    try {
      const levers = [today, ...chosen.map((name) => ready[name]), ...(mine ? [own] : [])]
      const asked: (Ready | 'today' | 'own')[] = ['today', ...chosen, ...(mine ? (['own'] as const) : [])]
      const answer = await ask<WhatIfAnswer>('POST', '/api/plan/what-if', {
        place: at || null,
        levers,
        ...(costs ? { costs } : {}),
        ...(guesses ? { guesses } : {}),
      } satisfies WhatIfRequest)
      setState({ is: 'done', answer, asked, place: at })
      setCosts(costs ?? undefined)
    } catch (error) {
      setState(isRefused(error, 422, 400) ? { is: 'wrong', why: error.message } : { is: 'gone' })
    }
  }
  const toggle = (name: Ready) =>
    setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  const answer = state.is === 'done' ? state.answer : null
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <form
        class="panel act-bar"
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        <div class="fields">
          <Pick
            id="place"
            label={t.place}
            options={[...named(places.value), ['', t.published]]}
            value={at}
            onPick={setPlace}
          />
          <fieldset class="field wide checks">
            <legend class="label">{t.compare}</legend>
            {(Object.keys(ready) as Ready[]).map((name) => (
              <label key={name} class="check">
                <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} /> {t.ready[name]}
              </label>
            ))}
          </fieldset>
          <fieldset class="field wide checks">
            <legend class="label">{t.ownHead}</legend>
            <label class="check">
              {t.posts}{' '}
              <input
                class="form-input tiny"
                type="number"
                min={-20}
                max={20}
                value={own.posts}
                onInput={({ currentTarget: { value } }) => setOwn({ ...own, posts: Math.trunc(Number(value)) || 0 })}
              />
            </label>
            <label class="check">
              {t.boxes}{' '}
              <input
                class="form-input tiny"
                type="number"
                min={0}
                max={20}
                value={own.boxes}
                onInput={({ currentTarget: { value } }) =>
                  setOwn({ ...own, boxes: Math.max(0, Math.trunc(Number(value)) || 0) })
                }
              />
            </label>
            <label class="check">
              <input
                type="checkbox"
                checked={!own.booking}
                onChange={() => setOwn({ ...own, booking: !own.booking, standby: false })}
              />{' '}
              {t.noBooking}
            </label>
            <label class="check">
              <input
                type="checkbox"
                checked={own.standby}
                disabled={!own.booking}
                onChange={() => setOwn({ ...own, standby: !own.standby })}
              />{' '}
              {t.standby}
            </label>
          </fieldset>
        </div>
        {answer && (
          <details>
            <summary>{t.change}</summary>
            <Numbers
              head={t.costs}
              labels={t.costNames}
              values={costs ?? answer.costs}
              onChange={(next) => setCosts(next as never)}
            />
            <Numbers
              head={t.guesses}
              labels={t.guessNames}
              values={guesses ?? answer.guesses}
              onChange={(next) => setGuesses(next as never)}
            />
          </details>
        )}
        <div class="act">
          <button
            type="submit"
            class="button button-primary"
            disabled={state.is === 'working' || (chosen.length === 0 && !mine)}
          >
            {t.run}
          </button>
        </div>
      </form>
      {state.is === 'working' && <p role="status">{t.working}</p>}
      {state.is === 'wrong' && <Flag>{t.wrong(state.why)}</Flag>}
      {state.is === 'gone' && <Flag>{t.gone}</Flag>}
      {state.is === 'done' && (
        <Result
          answer={state.answer}
          names={state.asked.map((name) => (name === 'today' ? t.today : name === 'own' ? t.own : t.ready[name]))}
          place={places.value.find(({ id }) => id === state.place)?.name ?? t.published}
        />
      )}
    </>
  )
}

function Numbers<T extends Record<string, number>>(props: {
  head: string
  labels: Record<string, string>
  values: T
  onChange: (next: T) => void
}) {
  const { head, labels, values, onChange } = props
  return (
    <fieldset class="fields numbers">
      <legend class="label">{head}</legend>
      {Object.entries(values).map(([name, value]) => (
        <label key={name} class="field short">
          {labels[name] ?? name}
          <input
            class="form-input"
            type="number"
            step="any"
            min={0}
            required
            value={value}
            onChange={({ currentTarget }) =>
              currentTarget.value !== '' && onChange({ ...values, [name]: Number(currentTarget.value) })
            }
          />
        </label>
      ))}
    </fieldset>
  )
}
