import { useState } from 'preact/hooks'
import type { DeskPaper, DeskView, HandAct } from '../../device/contract/desk.ts'
import { Condition } from './paper.tsx'
import { useWords } from './words.ts'

type Props = { view: DeskView; onHand: (hand: HandAct) => void }

/** Papers that the caseworker gives the citizen, and how the printer there is. */
export function GivePaper({ view, onHand }: Props) {
  const all = useWords()
  const t = all.give
  const [kind, setKind] = useState<DeskPaper['is']>('summary')
  const [text, setText] = useState('')
  const [place, setPlace] = useState('')
  const [when, setWhen] = useState('')
  const places = view.places ?? []
  const at = places.find(({ id }) => id === place) ?? places[0]
  const { printer, paper: last } = view
  const genuine = view.chip?.verdict === 'genuine'
  const paper = (): DeskPaper | null => {
    const said = text.trim()
    switch (kind) {
      case 'summary':
        return said ? { is: kind, text: said } : null
      case 'referral':
        return at ? { is: kind, place: at.id, text: said } : null
      case 'appointment': {
        const start = new Date(when)
        if (!at || Number.isNaN(start.getTime())) return null
        return { is: kind, start: start.toISOString(), place: at.name, text: said }
      }
      case 'health-card':
        return genuine ? { is: kind } : null
    }
  }
  const ready = paper()
  return (
    <form
      class="give-paper"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        onHand({ is: 'paper', paper: ready })
        setText('')
      }}
    >
      <h3>{t.head}</h3>
      {printer && printer.condition !== 'ready' && <Condition paper={printer} />}
      <label for="give-kind">{t.kind}</label>
      <select
        id="give-kind"
        class="form-select"
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as DeskPaper['is'])}
      >
        {(Object.keys(t.what) as DeskPaper['is'][]).map((one) => (
          <option key={one} value={one}>
            {t.what[one]}
          </option>
        ))}
      </select>
      {(kind === 'referral' || kind === 'appointment') && (
        <>
          <label for="give-place">{t.place}</label>
          <select
            id="give-place"
            class="form-select"
            value={at?.id ?? ''}
            onChange={(event) => setPlace(event.currentTarget.value)}
          >
            {places.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      {kind === 'appointment' && (
        <>
          <label for="give-when">{t.when}</label>
          <input
            id="give-when"
            class="form-input"
            type="datetime-local"
            required
            value={when}
            onInput={(event) => setWhen(event.currentTarget.value)}
          />
        </>
      )}
      {kind === 'health-card' ? (
        <p class="small">{genuine ? t.health : t.noPassport}</p>
      ) : (
        <>
          <label for="give-text">{kind === 'summary' ? t.lines : t.note}</label>
          <textarea
            id="give-text"
            class="form-input"
            rows={kind === 'summary' ? 5 : 3}
            maxLength={kind === 'summary' ? 1600 : kind === 'referral' ? 600 : 300}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </>
      )}
      <button type="submit" class="button button-secondary" disabled={!ready || last?.is === 'printing'}>
        {t.print}
      </button>
      {last && (
        <p role="status" class={last.is === 'failed' || last.is === 'no-record' ? 'flag bad' : 'flag'}>
          {last.what === 'slip' ? t.slip : t.what[last.what]} {t.state[last.is]}
        </p>
      )}
    </form>
  )
}
