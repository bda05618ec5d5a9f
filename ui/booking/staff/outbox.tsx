import { useEffect, useState } from 'preact/hooks'
import type { OutboxEntry } from '../../../device/contract/booking.ts'
import { ask } from '../hub.ts'
import { Flag, Head } from '../parts.tsx'
import { useWords, whenIn } from '../words.ts'
import { useStaff } from './texts.ts'

/** What was sent to citizens, and what will be. */
export function OutboxPage() {
  const t = useStaff().outbox
  const words = useWords()
  const [messages, setMessages] = useState<OutboxEntry[] | null>(null)
  const [why, setWhy] = useState('')
  const [failed, setFailed] = useState(false)
  useEffect(
    () =>
      void ask<OutboxEntry[]>('GET', `/api/booking/messages${why ? `?why=${why}` : ''}`).then(setMessages, () =>
        setFailed(true),
      ),
    [why],
  )
  return (
    <>
      <Head>{t.head}</Head>
      <p>{t.hint}</p>
      <label class="form-label" for="why">
        {t.which}
      </label>
      <select class="form-select" id="why" value={why} onChange={(event) => setWhy(event.currentTarget.value)}>
        <option value="">{t.all}</option>
        {Object.entries(t.why).map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
      {failed && <Flag>{words.offline}</Flag>}
      {messages?.length === 0 && <p>{t.empty}</p>}
      <ul class="cards no-max-width">
        {(messages ?? []).map((one) => (
          <li key={one.id}>
            <p class="small">
              {t.why[one.why] ?? one.why}. {t.channel[one.channel]} → {one.address}.{' '}
              {one.sent ? `${t.sent} ${whenIn(words, one.sent)}` : `${t.due} ${whenIn(words, one.due)}`}
            </p>
            {one.subject && (
              <p>
                <strong>{one.subject}</strong>
              </p>
            )}
            <pre>{one.body}</pre>
          </li>
        ))}
      </ul>
    </>
  )
}
