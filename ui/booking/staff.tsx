import { useEffect, useState } from 'preact/hooks'
import type { CallOutcome, OutboxEntry, ServiceCall } from '../../device/contract/booking.ts'
import { ask, isRefused } from './hub.ts'
import { Head } from './parts.tsx'
import { PlanPart } from './plan.tsx'
import { dayOf, timeIn, useWords, whenIn } from './words.ts'

const DAY_MS = 86_400_000
const outcomes: CallOutcome[] = ['settled', 'changed-errand', 'documents-missing', 'department', 'no-answer', 'needed']

/** For people who are signed in: the service calls of a day, and what was sent to citizens. */
export function StaffPage() {
  const t = useWords()
  const [calls, setCalls] = useState<ServiceCall[]>([])
  const [messages, setMessages] = useState<OutboxEntry[]>([])
  const [out, setOut] = useState(false)
  const [day, setDay] = useState(dayOf(Date.now() + DAY_MS))
  const load = async () => {
    try {
      const [list, sent] = await Promise.all([
        ask<ServiceCall[]>('GET', `/api/service-calls?day=${day}`),
        ask<OutboxEntry[]>('GET', '/api/booking/messages'),
      ])
      setCalls(list)
      setMessages(sent)
      setOut(false)
    } catch (error) {
      setOut(isRefused(error, 401, 403))
    }
  }
  useEffect(() => void load(), [day])
  const report = async (booking: string, outcome: CallOutcome) => {
    await ask('POST', `/api/service-calls/${booking}`, { outcome }).catch(() => undefined)
    await load()
  }
  const take = async (booking: string) => {
    await ask('POST', `/api/service-calls/${booking}/take`, {}).catch(() => undefined)
    await load()
  }
  if (out)
    return (
      <>
        <Head>{t.staff.title}</Head>
        <p>{t.staff.signIn}</p>
        <a class="button button-primary" href="/desk/">
          {t.staff.toDesk}
        </a>
      </>
    )
  return (
    <div class="wide">
      <Head>{t.staff.calls}</Head>
      <p>{t.staff.callsHint}</p>
      <label class="form-label" for="day">
        {t.staff.day}
      </label>
      <input
        class="form-input"
        id="day"
        type="date"
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      {calls.length === 0 && <p role="status">{t.staff.noCalls}</p>}
      <ul class="cards">
        {calls.map((call) => (
          <li key={call.booking}>
            <p>
              <strong>{call.name}</strong> {call.phone ? <a href={`tel:${call.phone}`}>{call.phone}</a> : call.email}
            </p>
            <p>
              {timeIn(t, call.start)}, {call.errands.join(', ')}. {t.staff.chance}: {Math.round(call.chance * 100)} % (
              {call.measured ? t.staff.measured : t.staff.guess})
            </p>
            {call.outcome ? (
              <p class="flag good">{t.staff.outcomes[call.outcome]}</p>
            ) : call.takenBy ? (
              <>
                <p>{t.staff.taken(call.takenBy)}</p>
                <label class="form-label" for={`outcome-${call.booking}`}>
                  {t.staff.outcome}
                </label>
                <select
                  class="form-select"
                  id={`outcome-${call.booking}`}
                  value=""
                  onChange={(event) => void report(call.booking, event.currentTarget.value as CallOutcome)}
                >
                  <option value="" />
                  {outcomes.map((one) => (
                    <option key={one} value={one}>
                      {t.staff.outcomes[one]}
                    </option>
                  ))}
                </select>
              </>
            ) : (
              <button type="button" class="button button-secondary" onClick={() => void take(call.booking)}>
                {t.staff.take}
              </button>
            )}
          </li>
        ))}
      </ul>
      <PlanPart />
      <h2>{t.staff.outbox}</h2>
      {messages.length === 0 && <p>{t.staff.empty}</p>}
      <ul class="cards">
        {messages.map((one) => (
          <li key={one.id}>
            <p class="small">
              {one.channel} → {one.address}.{' '}
              {one.sent ? `${t.staff.sent} ${whenIn(t, one.sent)}` : `${t.staff.due} ${whenIn(t, one.due)}`}
            </p>
            {one.subject && <p>{one.subject}</p>}
            <pre>{one.body}</pre>
          </li>
        ))}
      </ul>
    </div>
  )
}
