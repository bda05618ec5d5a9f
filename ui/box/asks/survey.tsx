import { useState } from 'preact/hooks'
import type { Solved, TimesSuited } from '../../../device/contract/survey.ts'
import { useStage } from '../stage.ts'

const solvedAnswers: Solved[] = ['yes', 'partly', 'no']
const timesAnswers: TimesSuited[] = ['good', 'poor', 'not-booked']

/** Two taps when all is over. The first is sent at once: who leaves then has been heard. */
export function Survey() {
  const { t, send } = useStage()
  const texts = t.survey
  const [solved, setSolved] = useState<Solved | null>(null)
  const [done, setDone] = useState(false)
  const first = (answer: Solved) => {
    setSolved(answer)
    send({ is: 'survey', solved: answer, times: null })
  }
  const second = (answer: TimesSuited) => {
    if (solved) send({ is: 'survey', solved, times: answer })
    setDone(true)
  }
  if (done)
    return (
      <p class="survey" role="status">
        {texts.thanks}
      </p>
    )
  return (
    <section class="survey" aria-live="polite">
      <h2>{solved ? texts.times : texts.solved}</h2>
      <div class="survey-answers">
        {solved === null
          ? solvedAnswers.map((one) => (
              <button type="button" class="button button-secondary" key={one} onClick={() => first(one)}>
                {texts.solvedAnswers[one]}
              </button>
            ))
          : timesAnswers.map((one) => (
              <button type="button" class="button button-secondary" key={one} onClick={() => second(one)}>
                {texts.timesAnswers[one]}
              </button>
            ))}
      </div>
      <p class="survey-hint">{texts.hint}</p>
    </section>
  )
}
