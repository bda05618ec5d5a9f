import { useState } from 'preact/hooks'
import type { Colleague } from '../../device/contract/api.ts'
import { useFocusHere } from './focus.ts'
import { HandOverPanel } from './hand-over.tsx'
import type { Desk, Held } from './store.ts'
import { errandName, useWords } from './words.ts'

/** A citizen at a counter or on the telephone: no screen, no call of ours, only what was told and how it ends. */
export function BoxlessPage({ desk, held, colleagues }: { desk: Desk; held: Held; colleagues: Colleague[] }) {
  const all = useWords()
  const t = all.boxless
  const head = useFocusHere()
  const { entry, phone } = held
  const [begun, setBegun] = useState(false)
  // Told once: from the call until now they were on their way through the house. A second telling is refused and changes nothing.
  const begin = () => {
    setBegun(true)
    void fetch(`/api/booking/${held.case}/start`, { method: 'POST' }).catch(() => setBegun(false))
  }
  return (
    <main class="narrow">
      <section class="panel">
        <h1 ref={head} tabIndex={-1}>
          {entry?.number} · {errandName(all, entry?.errand ?? '')}
        </h1>
        <p>{entry?.channel === 'phone' ? t.phoneLead : t.counterLead}</p>
        {phone && (
          <p class="phone-number">
            <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a>
          </p>
        )}
        {entry?.note && (
          <p class="flag">
            {entry.note.by}: {entry.note.text}
          </p>
        )}
        <div class="verbs">
          {entry?.channel === 'counter' && entry.bookedFor && (
            <button type="button" class="button button-secondary" disabled={begun} onClick={begin}>
              {begun ? t.begun : t.begin}
            </button>
          )}
          <button type="button" class="button button-primary" onClick={() => desk.release('done')}>
            {t.done}
          </button>
          {entry?.channel === 'phone' && (
            <button type="button" class="button button-secondary" onClick={() => desk.handOver({ is: 'no-answer' })}>
              {t.noAnswer}
            </button>
          )}
          <button type="button" class="button button-tertiary" onClick={() => desk.release('requeue')}>
            {all.decide.requeue}
          </button>
        </div>
      </section>
      <HandOverPanel desk={desk} colleagues={colleagues} />
    </main>
  )
}
