import { useEffect, useRef, useState } from 'preact/hooks'
import type { BringItem, ReferTo, RejectionReason } from '../../device/contract/nouns.ts'
import { texts as boxTexts } from '../box/texts/texts.ts'
import type { Decidable, DecisionVerdict } from './decision.ts'
import { FeeBack } from './fee.tsx'
import { useWords } from './words.ts'

const NOTE_LIMIT = 400

/** The second look before a decision is signed: what is decided, over whom, and what the citizen will read. */
export function ConfirmDialog(props: {
  verdict: DecisionVerdict
  approvals: 'one' | 'first' | 'second'
  view: Decidable
  changed: boolean
  onCancel: () => void
  onSign: (reason: RejectionReason | null, note: string, more: { to: ReferTo; bring: BringItem[] }) => void
}) {
  const { verdict, view } = props
  const all = useWords()
  const t = all.decide
  const dialog = useRef<HTMLDialogElement>(null)
  const [reason, setReason] = useState<RejectionReason | null>(null)
  const [note, setNote] = useState('')
  const [to, setTo] = useState<ReferTo>('counter')
  const [bring, setBring] = useState<BringItem[]>([])
  useEffect(() => dialog.current?.showModal(), [])

  // The box's own words in the citizen's language: exactly what will stand on that screen.
  const { farewell } = boxTexts[view.screen.language]
  const wordless = reason === 'other' && !note.trim()
  const ready =
    !props.changed &&
    (verdict !== 'rejected' || (reason !== null && !wordless)) &&
    (verdict !== 'postponed' || bring.length > 0)
  const { approveFirst, approveSecond } = all.together.second
  const approvedText = { one: t.approvedText, first: approveFirst, second: approveSecond }
  const name = view.applicant ? `${view.applicant.givenNames} ${view.applicant.surname}` : '–'

  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-head" onClose={props.onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) props.onSign(reason, note, { to, bring })
        }}
      >
        <h2 id="confirm-head">{t.confirm[verdict]}</h2>
        <p>
          {t.for}: <b>{name}</b>
        </p>
        {verdict === 'approved' && <p>{approvedText[props.approvals]}</p>}
        {verdict === 'referred' && (
          <>
            <p>{t.referredText}</p>
            <label class="form-label" for="refer-to">
              {t.to}
            </label>
            <select
              class="form-select"
              id="refer-to"
              value={to}
              onChange={(event) => setTo(event.currentTarget.value as ReferTo)}
            >
              {(Object.keys(t.tos) as ReferTo[]).map((each) => (
                <option key={each} value={each}>
                  {t.tos[each]}
                </option>
              ))}
            </select>
          </>
        )}
        {verdict === 'postponed' && (
          <fieldset class="bring">
            <legend>{t.bring}</legend>
            <p>{t.postponedText}</p>
            {(Object.keys(farewell.bring) as BringItem[]).map((item) => (
              <label key={item} class="tick">
                <input
                  type="checkbox"
                  checked={bring.includes(item)}
                  onChange={(event) =>
                    setBring(event.currentTarget.checked ? [...bring, item] : bring.filter((one) => one !== item))
                  }
                />
                {farewell.bring[item]}
              </label>
            ))}
            {bring.length === 0 && <p class="small">{t.bringNeeded}</p>}
          </fieldset>
        )}
        {verdict === 'rejected' && (
          <>
            <label class="form-label" for="reason">
              {t.reason}
            </label>
            <select
              class="form-select"
              id="reason"
              required
              value={reason ?? ''}
              onChange={(event) => setReason((event.currentTarget.value || null) as RejectionReason | null)}
            >
              <option value="">{t.choose}</option>
              {(Object.keys(all.rejection) as RejectionReason[]).map((each) => (
                <option key={each} value={each}>
                  {all.rejection[each]}
                </option>
              ))}
            </select>
          </>
        )}
        {verdict !== 'approved' && (
          <>
            <label class="form-label" for="note">
              {t.note}
            </label>
            <span class="small" id="note-hint">
              {wordless ? t.noteNeeded : t.noteHint(NOTE_LIMIT - note.length)}
            </span>
            <textarea
              class="form-input"
              id="note"
              rows={3}
              maxLength={NOTE_LIMIT}
              aria-describedby="note-hint"
              required={reason === 'other'}
              value={note}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
          </>
        )}
        <FeeBack fee={view.fee} verdict={verdict} />
        <div class="told">
          <b>{t.told}</b>
          <blockquote lang={view.screen.language}>
            <b>{farewell.title[verdict]}.</b> {verdict === 'rejected' && reason && farewell.reason[reason]}{' '}
            {note.trim() && (
              <>
                {farewell.note}: “{note.trim()}”{' '}
              </>
            )}
            {verdict === 'referred' && to !== 'counter' ? farewell[to] : farewell.next[verdict]}{' '}
            {bring.length > 0 && `${farewell.bringHead}: ${bring.map((item) => farewell.bring[item]).join(', ')}.`}
          </blockquote>
        </div>
        {props.changed && (
          <p class="flag bad" role="alert">
            {t.changed}
          </p>
        )}
        <div class="verbs">
          <button
            type="submit"
            class={`button button-primary ${verdict === 'rejected' ? 'refusing' : ''}`}
            disabled={!ready}
          >
            {t.sign[verdict]}
          </button>
          <button type="button" class="button button-secondary" onClick={() => dialog.current?.close()}>
            {t.cancel}
          </button>
        </div>
      </form>
    </dialog>
  )
}
