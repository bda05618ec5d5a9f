import { useState } from 'preact/hooks'
import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'

/** One picture to keep or not, or one of up to three; the best measured is chosen already. */
export function PortraitKeep({ ask }: { ask: AskOf<'portrait-keep'> }) {
  const { t, answer } = useStage()
  const [chosen, setChosen] = useState(0)
  const { pictures } = ask
  const many = pictures.length > 1
  const shown = pictures[chosen] ?? pictures[0]!
  return (
    <Screen
      title={many ? t.keep.titleMany : t.keep.title}
      lead={t.keep.lead}
      large
      picture={
        <div class="pick">
          <img class="portrait" src={shown.image} alt={t.keep.image} />
          {many && (
            <fieldset class="pick-row">
              <legend class="sr-only">{t.keep.titleMany}</legend>
              {pictures.map(({ image }, n) => (
                <button
                  key={image.slice(-64)}
                  type="button"
                  class="pick-one"
                  aria-pressed={n === chosen}
                  onClick={() => setChosen(n)}
                >
                  <img src={image} alt={t.keep.choose(n + 1, pictures.length)} />
                  {n === 0 && <span>{t.keep.best}</span>}
                </button>
              ))}
            </fieldset>
          )}
        </div>
      }
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'keep', picture: chosen })}>
            {t.keep.yes}
          </button>
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'no' })}>
            {t.keep.no}
          </button>
        </>
      }
    >
      {shown.advice.length > 0 && (
        <Notice kind="info">
          <p>{t.keep.perhaps}</p>
          <ul>
            {shown.advice.slice(0, 3).map((one) => (
              <li key={one}>{t.keep.advice[one]}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Screen>
  )
}
