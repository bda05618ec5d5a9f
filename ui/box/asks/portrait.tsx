import type { AskOf, Guidance } from '../../../device/contract/screen.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { useSteady } from '../frame/steady.ts'
import { Mirror } from '../mirror.tsx'
import { useStage } from '../stage.ts'

const arrows: Partial<Record<Guidance, number>> = { right: 0, down: 90, left: 180, up: 270 }

export function Portrait({ ask }: { ask: AskOf<'portrait'> }) {
  const { t, answer } = useStage()
  const guidance = useSteady(ask.guidance, 'hold')
  const arrow = arrows[guidance]
  return (
    <Screen
      title={t.portrait.title}
      large
      picture={
        <Mirror
          label={t.portrait.preview}
          starting={t.portrait.starting}
          good={ask.guidance === 'hold'}
          holding={ask.holding}
        />
      }
      actions={
        ask.problem ? (
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'retry' })}>
            {t.retry}
          </button>
        ) : (
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'capture' })}>
            {t.portrait.capture}
          </button>
        )
      }
    >
      {ask.problem ? (
        <Notice kind="warning">{t.fault[ask.problem]}</Notice>
      ) : (
        <p class={`guidance ${guidance === 'hold' ? 'good' : ''}`} aria-live="polite">
          {arrow !== undefined && (
            <svg viewBox="0 0 40 40" aria-hidden="true" class="icon" style={{ transform: `rotate(${arrow}deg)` }}>
              <path d="M4 14h16V4l18 16-18 16V26H4z" fill="currentColor" />
            </svg>
          )}
          {t.portrait.guidance[guidance]}
        </p>
      )}
      <p class="hint">{t.portrait.lead}</p>
    </Screen>
  )
}
