import { useState } from 'preact/hooks'
import type { Colleague } from '../../device/contract/api.ts'
import type { Desk } from './store.ts'
import { errandName, useWords } from './words.ts'

/** Setting a case aside, or giving it on, with a note for whoever takes it next. */
export function HandOverPanel({ desk, colleagues }: { desk: Desk; colleagues: Colleague[] }) {
  const all = useWords()
  const t = all.handOver
  const [note, setNote] = useState('')
  const [to, setTo] = useState('')
  const words = note.trim() || null
  const transfer = () => {
    const [kind, name] = [to.slice(0, 1), to.slice(2)]
    desk.handOver({ is: 'transfer', to: kind === 'u' ? { user: name } : { skill: name }, note: words })
  }
  return (
    <section class="panel hand-over">
      <h2>{t.head}</h2>
      <label class="form-label" for="hand-over-note">
        {t.note}
      </label>
      <span class="small" id="hand-over-hint">
        {t.hint}
      </span>
      <textarea
        class="form-input"
        id="hand-over-note"
        aria-describedby="hand-over-hint"
        rows={2}
        maxLength={400}
        value={note}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <div class="verbs">
        <button
          type="button"
          class="button button-secondary"
          onClick={() => desk.handOver({ is: 'park', note: words })}
        >
          {t.park}
        </button>
        <select class="form-select" aria-label={t.to} value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          <option value="">{t.to}</option>
          <optgroup label={t.colleague}>
            {colleagues.map((one) => (
              <option key={one.user} value={`u ${one.user}`}>
                {one.name} ({one.busy ? t.busy : all.me.is[one.availability].toLowerCase()})
              </option>
            ))}
          </optgroup>
          <optgroup label={t.skill}>
            {[...Object.keys(all.errand), ...Object.keys(t.skills)].map((skill) => (
              <option key={skill} value={`s ${skill}`}>
                {t.skills[skill] ?? errandName(all, skill)}
              </option>
            ))}
          </optgroup>
        </select>
        <button type="button" class="button button-secondary" disabled={!to} onClick={transfer}>
          {t.transfer}
        </button>
      </div>
    </section>
  )
}
