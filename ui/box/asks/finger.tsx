import type { AskOf } from '../../../device/contract/screen.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Hand } from '../pictures/hand.tsx'
import { useStage } from '../stage.ts'

export function Finger({ ask }: { ask: AskOf<'finger'> }) {
  const { t, answer } = useStage()
  const texts = t.finger
  const words = ask.advice ? texts.advice[ask.advice] : texts.state[ask.state]
  return (
    <Screen
      title={texts.title[ask.position]}
      picture={
        <div class="finger-pictures">
          <Hand position={ask.position} title={texts.hand[ask.position]} />
          {ask.image && (
            <figure class={`print ${ask.state}`}>
              <img src={ask.image} alt={texts.image} />
              <figcaption>{texts.image}</figcaption>
            </figure>
          )}
        </div>
      }
      actions={
        ask.problem && (
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'retry' })}>
            {t.retry}
          </button>
        )
      }
    >
      {ask.problem ? (
        <Notice kind="warning">{t.fault[ask.problem]}</Notice>
      ) : (
        <div class={`guidance ${ask.state === 'good' ? 'good' : ''}`} aria-live="polite">
          {ask.state === 'poor' && ask.advice && <p class="sub">{texts.state.poor}</p>}
          <p>{words}</p>
        </div>
      )}
      <p class="hint attempt">{texts.attempt(ask.attempt, ask.attempts)}</p>
    </Screen>
  )
}
