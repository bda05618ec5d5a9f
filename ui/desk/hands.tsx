import { useState } from 'preact/hooks'
import type { Answer } from '../../device/contract/answer.ts'
import type { DeskView, HandAct } from '../../device/contract/desk.ts'
import type { ControlFact, Pointable } from '../../device/contract/nouns.ts'
import { GivePaper } from './give-paper.tsx'
import { RoomPanel } from './room-panel.tsx'
import { useWords } from './words.ts'

type Props = { view: DeskView; onHand: (hand: HandAct) => void }

/** The caseworker's hands at the box. The citizen sees each act as it happens; the audit log keeps it. */
export function HandsPanel({ view, onHand }: Props) {
  const t = useWords().hands
  const { screen } = view
  const [text, setText] = useState('')
  const [slip, setSlip] = useState('')
  return (
    <section class="panel hands">
      <h2>{t.head}</h2>
      <p class="small">{t.lead}</p>
      <Press view={view} onHand={onHand} />
      <RoomPanel view={view} onHand={onHand} />
      <label class="side-by-side">
        <span>{t.point}</span>
        <select
          class="form-select"
          value={screen.point ?? ''}
          onChange={(event) => onHand({ is: 'point', at: (event.currentTarget.value || null) as Pointable | null })}
        >
          <option value="">{t.nowhere}</option>
          {(Object.keys(t.points) as Pointable[]).map((one) => (
            <option key={one} value={one}>
              {t.points[one]}
            </option>
          ))}
        </select>
      </label>
      <form
        class="ask-form"
        onSubmit={(event) => {
          event.preventDefault()
          const answer = (event.submitter as HTMLButtonElement | null)?.value === 'words' ? 'words' : 'yes-no'
          if (text.trim()) onHand({ is: 'question', question: { text: text.trim(), answer } })
          setText('')
        }}
      >
        <input
          class="form-input"
          aria-label={t.question}
          placeholder={t.question}
          value={text}
          maxLength={300}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button button-secondary" value="yes-no" disabled={!text.trim()}>
          {t.yesNo}
        </button>
        <button type="submit" class="button button-secondary" value="words" disabled={!text.trim()}>
          {t.words}
        </button>
      </form>
      {view.question && (
        <p class="flag" role="status">
          {view.question.text} <b>{view.question.answer ?? t.unanswered}</b>
          {view.question.answer === null && (
            <button type="button" class="plain" onClick={() => onHand({ is: 'question', question: null })}>
              {t.takeAway}
            </button>
          )}
        </p>
      )}
      <form
        class="side-by-side"
        onSubmit={(event) => {
          event.preventDefault()
          if (slip.trim()) onHand({ is: 'slip', text: slip.trim() })
          setSlip('')
        }}
      >
        <input
          class="form-input"
          aria-label={t.slip}
          placeholder={t.slip}
          value={slip}
          maxLength={1000}
          onInput={(event) => setSlip(event.currentTarget.value)}
        />
        <button type="submit" class="button button-secondary" disabled={!slip.trim()}>
          {t.print}
        </button>
      </form>
      <GivePaper view={view} onHand={onHand} />
    </section>
  )
}

/** Presses what the citizen's screen asks, for somebody who cannot. What only the citizen may do is not offered. */
function Press({ view, onHand }: Props) {
  const t = useWords().hands
  const { ask, askId } = view.screen
  const [phone, setPhone] = useState('')
  const press = (answer: Answer) => onHand({ is: 'answer', askId, answer })
  switch (ask.is) {
    case 'portrait':
      return <PressButton label={t.capture} onPress={() => press({ is: 'capture' })} />
    case 'portrait-keep':
      return (
        <div class="verbs">
          <PressButton label={t.keep} onPress={() => press({ is: 'yes' })} />
          <PressButton label={t.again} onPress={() => press({ is: 'no' })} />
        </div>
      )
    case 'document':
    case 'finger':
      return ask.problem ? <PressButton label={t.retry} onPress={() => press({ is: 'retry' })} /> : null
    case 'contact':
      return (
        <div class="side-by-side">
          <input
            class="form-input"
            aria-label={t.phone}
            placeholder={t.phone}
            inputMode="tel"
            value={phone}
            maxLength={20}
            onInput={(event) => setPhone(event.currentTarget.value.replace(/[^+0-9 ]/g, ''))}
          />
          {ask.places.map(({ id, name }) => (
            <PressButton key={id} label={name} onPress={() => press({ is: 'contact', phone, place: id })} />
          ))}
        </div>
      )
    default:
      return null
  }
}

function PressButton({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button type="button" class="button button-secondary" onClick={onPress}>
      {label}
    </button>
  )
}

/** What the register knows, and control questions drawn from it: the citizen's answers are never shown, only whether right. */
export function ControlPanel({ view, onHand }: Props) {
  const all = useWords()
  const t = all.control
  const { register, control } = view
  if (!view.applicant) return null
  const asked = control?.asked ?? []
  const over = control?.stands === 'passed' || control?.stands === 'failed'
  const waiting = asked.some((one) => one.is === 'asked')
  return (
    <section class="panel control" data-stands={control?.stands ?? 'none'}>
      <h2>{t.head}</h2>
      {!register && (
        <button type="button" class="button button-secondary" onClick={() => onHand({ is: 'register' })}>
          {t.lookUp}
        </button>
      )}
      {register && (
        <>
          <p role="status">{t.stands[control?.stands ?? 'none']}</p>
          <table class="table table--compact">
            <tbody>
              {(Object.keys(t.facts) as ControlFact[]).map((fact) => {
                const value = register.find((one) => one.fact === fact)?.value
                const state = asked.find((one) => one.fact === fact)
                if (value === undefined) return null
                return (
                  <tr key={fact}>
                    <th scope="row">{t.facts[fact]}</th>
                    <td>{value}</td>
                    <td>
                      {state ? (
                        <span data-control={state.is}>{t.is[state.is]}</span>
                      ) : (
                        <button
                          type="button"
                          class="plain"
                          disabled={over || waiting}
                          aria-label={`${t.ask}: ${t.facts[fact]}`}
                          onClick={() => onHand({ is: 'control', fact })}
                        >
                          {t.ask}
                        </button>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
