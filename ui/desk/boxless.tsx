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
