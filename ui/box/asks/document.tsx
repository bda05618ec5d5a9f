import { useState } from 'preact/hooks'
import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { PassportOnReader, PassportUnderCamera } from '../pictures/passport.tsx'
import { useStage } from '../stage.ts'
import { PassportGone } from './passport-gone.tsx'

/** The bar is never empty: something has begun (per cent). */
const BEGUN = 4

export function Document({ ask }: { ask: AskOf<'document'> }) {
  const { t, answer } = useStage()
  const [gone, setGone] = useState(false)
  const texts = t.document
  const reading = ask.state !== 'waiting' && !ask.problem
  const camera = ask.camera === true && ask.state === 'waiting'
  const title = ask.problem ? texts.problem : camera ? texts.camera.title : texts.title[ask.state]
  const percent = Math.round(ask.progress * 100)
  if (gone && ask.state === 'waiting') return <PassportGone onBack={() => setGone(false)} />
  return (
    <Screen
      title={title}
      lead={ask.problem ? null : camera ? texts.camera.lead : texts.lead[ask.state]}
      picture={
        ask.camera && !reading ? (
          <PassportUnderCamera title={texts.camera.title} />
        ) : (
          <PassportOnReader does={reading ? 'lie' : 'put'} title={texts.title[reading ? 'chip' : 'waiting']} />
        )
      }
      actions={
        <>
          {ask.problem && (
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'retry' })}>
              {t.retry}
            </button>
          )}
          {ask.replaces && ask.state === 'waiting' && (
            <button type="button" class="button button-secondary" onClick={() => setGone(true)}>
              {t.noPassport.button}
            </button>
          )}
        </>
      }
    >
      {ask.problem && <Notice kind="warning">{t.fault[ask.problem]}</Notice>}
      {reading && (
        <div class="reading">
          <progress
            max={100}
            aria-label={texts.progress}
            value={ask.state === 'mrz' ? BEGUN : ask.state === 'chip' ? Math.max(BEGUN, percent) : 100}
          />
          <p>{ask.state === 'chip' ? texts.percent(percent) : ' '}</p>
        </div>
      )}
      {camera && !ask.problem && <p class="hint">{texts.camera.after}</p>}
      {ask.state === 'waiting' && !ask.problem && <p class="hint">{texts.none}</p>}
      <p class="sr-only" aria-live="polite">
        {reading ? `${title}. ${texts.lead[ask.state]}` : ''}
      </p>
    </Screen>
  )
}
