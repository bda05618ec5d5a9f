import type { DeskView } from '../../device/contract/desk.ts'
import type { StepName } from '../../device/contract/nouns.ts'
import { useWords } from './words.ts'

/** What can be taken again while the citizen stands there. */
const retakeable: readonly StepName[] = ['document', 'portrait', 'right-index', 'left-index', 'signature']

export function Steps(props: {
  view: DeskView | null
  asked: StepName | null
  locked: boolean
  onRetake: (step: StepName) => void
}) {
  const t = useWords()
  const steps = props.view?.steps ?? []
  return (
    <nav class="steps" aria-label={t.steps.head}>
      <ol class="steps-list">
        {steps.map(({ step, is }) => (
          <li key={step} class={is} aria-current={is === 'now' ? 'step' : undefined}>
            <span class="name">{t.step[step]}</span>
            {is === 'done' && retakeable.includes(step) && !props.locked ? (
              <button
                type="button"
                class="again"
                disabled={props.asked === step}
                aria-label={`${t.steps.again}: ${t.step[step]}`}
                onClick={() => props.onRetake(step)}
              >
                {props.asked === step ? t.steps.asked : t.steps.again}
              </button>
            ) : (
              <span class="state">{t.steps[is]}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
