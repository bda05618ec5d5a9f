import { useState } from 'preact/hooks'
import type { DeskView, HandAct } from '../../device/contract/desk.ts'
import type { FingerPosition } from '../../device/contract/nouns.ts'
import { useWords } from './words.ts'

type Props = { view: DeskView; onHand: (hand: HandAct) => void }

/** What can be moved, lit and chosen in the citizen's room; only what that box has. */
export function RoomPanel({ view, onHand }: Props) {
  const all = useWords()
  const t = all.together.room
  const { fitted } = view
  const [finger, setFinger] = useState<FingerPosition | ''>('')
  const prints = view.steps.some(({ step }) => step === 'right-index')
  return (
    <>
      {prints && (
        <div class="side-by-side">
          <select
            class="form-select"
            aria-label={t.finger}
            value={finger}
            onChange={(event) => setFinger(event.currentTarget.value as FingerPosition | '')}
          >
            <option value="">{t.finger}</option>
            {(Object.keys(all.finger) as FingerPosition[]).map((one) => (
              <option key={one} value={one}>
                {all.finger[one]}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="button button-secondary"
            disabled={!finger}
            onClick={() => finger && onHand({ is: 'finger', position: finger })}
          >
            {t.take}
          </button>
        </div>
      )}
      {(fitted?.column || fitted?.light) && (
        <div class="verbs">
          {fitted.column &&
            (['up', 'down'] as const).map((direction) => (
              <button
                key={direction}
                type="button"
                class="button button-secondary"
                onClick={() => onHand({ is: 'column', direction })}
              >
                {t.column[direction]}
              </button>
            ))}
          {fitted.light && (
            <button
              type="button"
              class="button button-secondary"
              aria-pressed={fitted.light === 'on'}
              onClick={() => onHand({ is: 'light', on: fitted.light !== 'on' })}
            >
              {fitted.light === 'on' ? t.lightOff : t.lightOn}
            </button>
          )}
        </div>
      )}
      {fitted?.papers && <Papers view={view} onHand={onHand} />}
    </>
  )
}

/** How much closer a press on the picture looks. */
const ZOOM = 3

/** A paper under the document camera: the whole of it, then closer wherever one presses. */
function Papers({ view, onHand }: Props) {
  const t = useWords().together.room
  const papers = view.papers ?? []
  const whole = papers.find(({ zoom, image }) => zoom === 1 && image)
  const [last] = papers
  const closer = (x: number, y: number) => onHand({ is: 'photograph', zoom: ZOOM, x, y })
  return (
    <section class="papers" aria-label={t.papers}>
      <button
        type="button"
        class="button button-secondary"
        onClick={() => onHand({ is: 'photograph', zoom: 1, x: 0.5, y: 0.5 })}
      >
        {t.photograph}
      </button>
      {last && !last.image && <p class="flag bad">{t.noPicture}</p>}
      {last?.image && <img src={last.image} alt={last.zoom === 1 ? t.whole : t.part} />}
      {whole && (
        <fieldset class="parts">
          <legend>{t.closer}</legend>
          {parts.map(({ name, x, y }) => (
            <button key={name} type="button" class="plain" onClick={() => closer(x, y)}>
              {t.parts[name]}
            </button>
          ))}
        </fieldset>
      )}
    </section>
  )
}
const parts = [
  { name: 'top-left', x: 0.2, y: 0.2 },
  { name: 'top', x: 0.5, y: 0.2 },
  { name: 'top-right', x: 0.8, y: 0.2 },
  { name: 'left', x: 0.2, y: 0.5 },
  { name: 'middle', x: 0.5, y: 0.5 },
  { name: 'right', x: 0.8, y: 0.5 },
  { name: 'bottom-left', x: 0.2, y: 0.8 },
  { name: 'bottom', x: 0.5, y: 0.8 },
  { name: 'bottom-right', x: 0.8, y: 0.8 },
] as const
