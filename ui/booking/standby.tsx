import { useEffect, useState } from 'preact/hooks'
import type { StandbyTicket } from '../../device/contract/standby.ts'
import { ask, isRefused } from './hub.ts'
import { Flag, Head } from './parts.tsx'
import { timeIn, useWords } from './words.ts'

/** A page that is looked at while waiting (ms). */
const LOOK_MS = 5_000

/** A number of the chance queue, followed from one's own phone. */
export function StandbyPage({ token }: { token: string }) {
  const t = useWords()
  const [ticket, setTicket] = useState<StandbyTicket | 'missing' | null>(null)
  const url = `/booking/s/${encodeURIComponent(token)}`
  const look = () =>
    ask<StandbyTicket>('GET', url).then(setTicket, (error) => {
      if (isRefused(error, 404)) setTicket('missing')
    })
  useEffect(() => {
    void look()
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [token])
  if (ticket === null) return <p role="status">{t.loading}</p>
  const s = t.standby
  const over = ticket === 'missing' || !['waiting', 'called', 'serving'].includes(ticket.state)
  if (ticket === 'missing' || over)
    return (
      <>
        <Head>{s.head}</Head>
        <p>{s.ended}</p>
        <a class="button button-primary" href="#/">
          {t.title}
        </a>
      </>
    )
  return (
    <>
      <Head>{s.head}</Head>
      <div class="code">
        <span>{s.number}</span>
        <strong>{ticket.number}</strong>
      </div>
      <div role="status">
        {ticket.state === 'called' && (
          <Flag kind="good">
            {s.called} {ticket.where}.
          </Flag>
        )}
        {ticket.state === 'serving' && <p>{s.serving}</p>}
        {ticket.position !== null && <p class="lead">{s.position(ticket.position)}</p>}
      </div>
      {ticket.state === 'waiting' && (
        <>
          <p>{s.chance(Math.round(ticket.chance * 100), timeIn(t, ticket.by))}</p>
          {ticket.wait && <p>{s.wait(ticket.wait.from, ticket.wait.to)}</p>}
          <button
            type="button"
            class="button button-secondary"
            onClick={() => void ask('DELETE', url).then(look, look)}
          >
            {s.leave}
          </button>
        </>
      )}
    </>
  )
}
