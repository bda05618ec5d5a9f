import { useState } from 'preact/hooks'
import type { AskOf, Guidance } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { useSteady } from '../frame/steady.ts'
import { Mirror } from '../mirror.tsx'
import { useSpoken } from '../speech.ts'
import { SpeechButton } from '../speech-button.tsx'
import { useStage } from '../stage.ts'
import { Arrow } from './portrait-arrow.tsx'
import { WaysDialog } from './portrait-ways.tsx'

const arrows: Partial<Record<Guidance, number>> = { right: 0, down: 90, left: 180, up: 270 }

export function Portrait({ ask }: { ask: AskOf<'portrait'> }) {
  const { t, answer } = useStage()
  const [choosing, setChoosing] = useState(false)
  const guidance = useSteady(ask.guidance, 'hold')
  const way = ask.way ? t.ways.lead[ask.way] : null
  useSpoken(ask.problem ? t.fault[ask.problem] : t.portrait.guidance[guidance])
  return (
    <Screen
      title={t.portrait.title}
      large
      picture={
        <Mirror
          label={t.portrait.preview}
          starting={t.portrait.starting}
          outline={
            ask.guidance === 'no-face' || ask.guidance === 'covered'
              ? 'empty'
              : ask.guidance === 'hold'
                ? 'good'
                : 'wrong'
          }
          holding={ask.holding}
        />
      }
      actions={
        <>
          {ask.problem ? (
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'retry' })}>
              {t.retry}
            </button>
          ) : (
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'capture' })}>
              {t.portrait.capture}
            </button>
          )}
          <button type="button" class="button button-secondary" onClick={() => setChoosing(true)}>
            {t.ways.open}
          </button>
        </>
      }
    >
      {ask.problem ? (
        <Notice kind="warning">{t.fault[ask.problem]}</Notice>
      ) : (
        <p class={`guidance ${guidance === 'hold' ? 'good' : ''}`} aria-live="polite">
          <Arrow degrees={arrows[guidance]} />
          {t.portrait.guidance[guidance]}
        </p>
      )}
      <div class="and-speech">
        <p class="hint">{way ?? t.portrait.lead}</p>
        <SpeechButton />
        {ask.column && (
          <fieldset class="column">
            <legend class="sr-only">{t.portrait.column.label}</legend>
            {(['up', 'down'] as const).map((direction) => (
              <button
                key={direction}
                type="button"
                class="button button-secondary"
                onClick={() => answer({ is: 'column', direction })}
              >
                <Arrow degrees={direction === 'up' ? 270 : 90} />
                {t.portrait.column[direction]}
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {choosing && (
        <WaysDialog
          chosen={ask.way}
          onClose={(chosen) => {
            setChoosing(false)
            if (chosen !== undefined) answer({ is: 'way', way: chosen })
          }}
        />
      )}
    </Screen>
  )
}
