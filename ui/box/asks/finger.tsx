import { useState } from 'preact/hooks'
import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Hand } from '../pictures/hand.tsx'
import { useStage } from '../stage.ts'
import { FingerCannot } from './finger-cannot.tsx'

export function Finger({ ask }: { ask: AskOf<'finger'> }) {
  const { t, answer } = useStage()
  const [cannot, setCannot] = useState(false)
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
        <>
          {ask.problem && (
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'retry' })}>
              {t.retry}
            </button>
          )}
          <button type="button" class="button button-secondary" onClick={() => setCannot(true)}>
            {texts.cannot}
          </button>
        </>
      }
    >
      {ask.standIn && ask.attempt === 1 && ask.state === 'waiting' && <p>{texts.standIn}</p>}
      {ask.problem ? (
        <Notice kind="warning">{t.fault[ask.problem]}</Notice>
      ) : (
        <div class={`guidance ${ask.state === 'good' ? 'good' : ''}`} aria-live="polite">
          {ask.state === 'poor' && ask.advice && <p class="sub">{texts.state.poor}</p>}
          <p>{words}</p>
        </div>
      )}
      {!ask.problem && ask.state === 'waiting' && !ask.advice && <p class="hint">{texts.how}</p>}
      <p class="hint attempt">{texts.attempt(ask.attempt, ask.attempts)}</p>
      {cannot && <FingerCannot onClose={() => setCannot(false)} />}
    </Screen>
  )
}
