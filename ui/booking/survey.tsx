import { useEffect, useState } from 'preact/hooks'
import type { Solved, SurveyState, TimesSuited } from '../../device/contract/survey.ts'
import { ask, isRefused } from './hub.ts'
import { Flag, Head, Offline } from './parts.tsx'
import { useWords } from './words.ts'

type State = 'asking' | 'open' | 'answered' | 'missing' | 'thanks' | 'gone'

/** The survey by link: two questions, a few words if one likes. */
export function SurveyPage({ token }: { token: string }) {
  const t = useWords()
  const s = t.survey
  const [state, setState] = useState<State>('asking')
  const [place, setPlace] = useState('')
  const [solved, setSolved] = useState<Solved | null>(null)
  const [times, setTimes] = useState<TimesSuited | null>(null)
  const [words, setWords] = useState('')
  const [forgot, setForgot] = useState(false)
  const url = `/api/survey/${encodeURIComponent(token)}`
  const failed = (error: unknown) =>
    setState(isRefused(error, 404) ? 'missing' : isRefused(error, 409) ? 'answered' : 'gone')
  const look = () =>
    ask<SurveyState>('GET', url).then((found) => {
      setPlace(found.place)
      setState(found.answered ? 'answered' : 'open')
    }, failed)
  useEffect(() => void look(), [token])
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!solved) return setForgot(true)
    await ask('POST', url, { solved, times, ...(words.trim() ? { words: words.trim() } : {}) }).then(
      () => setState('thanks'),
      failed,
    )
  }
  if (state === 'asking') return <p role="status">{t.loading}</p>
  if (state === 'gone') return <Offline onAgain={() => void look()} />
  if (state !== 'open')
    return (
      <>
        <Head>{s.head}</Head>
        <p role="status">{s[state]}</p>
      </>
    )
  const choices = <T extends string>(
    legend: string,
    names: Record<T, string>,
    chosen: T | null,
    choose: (one: T) => void,
  ) => (
    <fieldset class="survey">
      <legend>
        <h2>{legend}</h2>
      </legend>
      {(Object.keys(names) as T[]).map((one) => (
        <label class="choice" key={one}>
          <input type="radio" name={legend} checked={chosen === one} onChange={() => choose(one)} /> {names[one]}
        </label>
      ))}
    </fieldset>
  )
  return (
    <>
      <Head>{s.head}</Head>
      <p class="lead">
        {place}. {s.lead}
      </p>
      {forgot && !solved && <Flag>{s.choose}</Flag>}
      <form onSubmit={(event) => void send(event)}>
        {choices(s.solved, s.solvedAnswers, solved, setSolved)}
        {choices(s.times, s.timesAnswers, times, setTimes)}
        <label class="form-label" for="words">
          {s.words}
        </label>
        <textarea
          class="form-input"
          id="words"
          rows={4}
          maxLength={1000}
          aria-describedby="words-hint"
          value={words}
          onInput={({ currentTarget: { value } }) => setWords(value)}
        />
        <p class="small" id="words-hint">
          {s.wordsHint}
        </p>
        <button type="submit" class="button button-primary">
          {s.send}
        </button>
      </form>
    </>
  )
}
