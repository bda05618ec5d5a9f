import { useState } from 'preact/hooks'
import type { DeskUp, DeskView } from '../../device/contract/desk.ts'
import type { FingerPosition, Hand, ImpossibleReason, Lasting } from '../../device/contract/nouns.ts'
import { useWords } from './words.ts'

type Say = (word: Extract<DeskUp, { is: 'finger-impossible' | 'finger-possible' | 'finger-enough' }>) => void
type Props = { view: DeskView | null; locked: boolean; onSay: Say }

/** The prints, what the citizen says cannot be taken, and the caseworker's own word about it. */
export function FingersPanel({ view, locked, onSay }: Props) {
  const t = useWords()
  const w = t.fingers
  const fingers = view?.fingers ?? []
  const ask = view?.screen.ask
  const underAge = view?.prints?.consequence?.is === 'under-age'
  return (
    <section class="panel fingers">
      <h2>{w.head}</h2>
      {ask?.is === 'finger' && <p class="flag warn">{w.watch}</p>}
      {!fingers.length && <p>{w.none}</p>}
      <div class="two">
        {fingers.map((finger) => (
          <figure key={finger.position} data-outcome={finger.outcome}>
            {finger.preview ? (
              <img src={finger.preview} alt={t.finger[finger.position]} />
            ) : (
              <div class="empty">{w.noImage}</div>
            )}
            <figcaption>
              <b>{t.finger[finger.position]}</b>
              <span class={`outcome ${finger.outcome}`}>{t.fingerOutcome[finger.outcome]}</span>
              {finger.clarity !== null && <span>{w.clarity(finger.clarity)}</span>}
              {finger.tries > 0 && <span>{w.tries(finger.tries)}</span>}
              {finger.sameAs && <span class="flag bad">{w.sameAs(t.finger[finger.sameAs])}</span>}
              {finger.attack === 'suspected' && <span class="flag bad">{w.attack.suspected}</span>}
              {finger.tries > 0 && finger.attack && finger.attack !== 'suspected' && (
                <span class="small">{w.attack[finger.attack]}</span>
              )}
              {finger.acceptedBy && <span>{w.acceptedBy(finger.acceptedBy)}</span>}
            </figcaption>
          </figure>
        ))}
      </div>
      <Impossible view={view} locked={locked} onSay={onSay} />
      {!underAge && !locked && view && <Judge view={view} onSay={onSay} />}
    </section>
  )
}

/** Fingers that cannot be taken: by the citizen's word, to be confirmed, or by a caseworker's. */
function Impossible({ view, locked, onSay }: Props) {
  const t = useWords()
  const w = t.fingers
  const all = view?.prints?.impossible ?? []
  if (all.length === 0) return null
  return (
    <ul class="impossible">
      {all.map(({ position, reason, lasting, caseworker }) => (
        <li key={position} class="impossible-one">
          <span>
            <b>{t.finger[position]}</b>: {w.reason[reason]}
            {caseworker ? ` – ${w.lasting[lasting]} (${caseworker})` : ` – ${w.stated}`}
          </span>
          {!locked && (
            <span class="verbs">
              {!caseworker &&
                (['permanently', 'temporarily'] as const).map((each) => (
                  <button
                    key={each}
                    type="button"
                    class="button button-secondary small"
                    aria-label={`${w.confirm[each]}: ${t.finger[position]}`}
                    onClick={() => onSay({ is: 'finger-impossible', position, hand: false, reason, lasting: each })}
                  >
                    {w.confirm[each]}
                  </button>
                ))}
              <button
                type="button"
                class="button button-tertiary small"
                aria-label={`${w.possible}: ${t.finger[position]}`}
                onClick={() => onSay({ is: 'finger-possible', position })}
              >
                {w.possible}
              </button>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What the caseworker sees on the hand and records. Folded away: most hands need none of it. */
function Judge({ view, onSay }: { view: DeskView; onSay: Say }) {
  const t = useWords()
  const w = t.fingers
  const { ask } = view.screen
  const asked = ask.is === 'finger' ? ask.position : null
  const [chosen, setChosen] = useState<FingerPosition | null>(null)
  const [whole, setWhole] = useState(false)
  const [reason, setReason] = useState<ImpossibleReason | null>(null)
  const [lasting, setLasting] = useState<Lasting | null>(null)
  const position = chosen ?? asked
  const hand: Hand | null = asked && (asked.startsWith('right') ? 'right' : 'left')
  const ready = position && reason && lasting
  return (
    <details class="judge">
      <summary>{w.judge}</summary>
      <label>
        {w.which}
        <select
          class="form-select"
          value={position ?? ''}
          onChange={(event) => setChosen((event.currentTarget.value || null) as FingerPosition | null)}
        >
          <option value="">{w.choose}</option>
          {(Object.keys(t.finger) as FingerPosition[]).map((each) => (
            <option key={each} value={each}>
              {t.finger[each]}
            </option>
          ))}
        </select>
      </label>
      <label class="tick">
        <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />
        {w.wholeHand}
      </label>
      <label>
        {w.why}
        <select
          class="form-select"
          value={reason ?? ''}
          onChange={(event) => setReason((event.currentTarget.value || null) as ImpossibleReason | null)}
        >
          <option value="">{w.choose}</option>
          {(Object.keys(w.reason) as ImpossibleReason[]).map((each) => (
            <option key={each} value={each}>
              {w.reason[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {w.howLong}
        <select
          class="form-select"
          value={lasting ?? ''}
          onChange={(event) => setLasting((event.currentTarget.value || null) as Lasting | null)}
        >
          <option value="">{w.choose}</option>
          {(['permanently', 'temporarily'] as const).map((each) => (
            <option key={each} value={each}>
              {w.lasting[each]}
            </option>
          ))}
        </select>
      </label>
      <div class="verbs">
        <button
          type="button"
          class="button button-secondary"
          disabled={!ready}
          onClick={() => {
            if (!ready) return
            onSay({ is: 'finger-impossible', position, hand: whole, reason, lasting })
            setReason(null)
            setLasting(null)
            setWhole(false)
            setChosen(null)
          }}
        >
          {w.record}
        </button>
        {hand && ask.is === 'finger' && (ask.attempt > 1 || ask.standIn) && (
          <button type="button" class="button button-secondary" onClick={() => onSay({ is: 'finger-enough', hand })}>
            {w.enough}
          </button>
        )}
      </div>
    </details>
  )
}
