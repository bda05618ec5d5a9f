import { useEffect, useState } from 'preact/hooks'
import type { QueueEntry } from '../../device/contract/api.ts'
import { useFocusHere } from './focus.ts'
import { BookingLinks } from './links.tsx'
import { MeBar } from './me.tsx'
import { OpenHeld } from './open-held.tsx'
import { PaperPanel } from './paper.tsx'
import type { Desk, DeskState } from './store.ts'
import { errandName, useWords } from './words.ts'

/** Waiting times are shown in whole minutes; this often they are looked at again (ms). */
const TICK_MS = 10_000

export function QueuePage({
  desk,
  state,
  onTake,
}: {
  desk: Desk
  state: DeskState
  onTake: (entry: QueueEntry, reason?: string) => void
}) {
  const t = useWords()
  const head = useFocusHere()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const queue = state.queue ?? []
  const free = queue.filter((entry) => entry.claimedBy === null)
  return (
    <main class="queue">
      <h1 ref={head} tabIndex={-1}>
        {t.queue.head}
      </h1>
      <MeBar desk={desk} state={state} />
      <BookingLinks />
      <div role="status" class="notices">
        {!state.online && state.queue && <p class="flag bad">{t.line.offline}</p>}
        {state.notice && <p class="flag warn">{t.notice[state.notice]}</p>}
        {state.queue && (
          <p>
            {free.length ? `${t.queue.count(Math.max(free.length, state.waiting))}. ${t.queue.order}` : t.queue.empty}
          </p>
        )}
      </div>
      {queue.length > 0 && (
        <table class="table table--compact">
          <thead>
            <tr>
              <th scope="col">{t.queue.number}</th>
              <th scope="col">{t.queue.waiting}</th>
              <th scope="col">{t.queue.errand}</th>
              <th scope="col">{t.queue.why}</th>
              <th scope="col">{t.queue.place}</th>
              <th scope="col">{t.queue.language}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {queue.map((entry) => (
              <Row
                key={entry.case}
                entry={entry}
                now={now}
                busy={state.taking !== null || !state.online}
                taking={state.taking === entry.case}
                onTake={(reason) => onTake(entry, reason)}
              />
            ))}
          </tbody>
        </table>
      )}
      <PaperPanel />
    </main>
  )
}

/** What keeps a case from being taken by name; language and place may be passed over. */
const barred: ReadonlySet<QueueEntry['fit']> = new Set(['skill', 'routed', 'second'])

function Row(props: {
  entry: QueueEntry
  now: number
  busy: boolean
  taking: boolean
  onTake: (reason?: string) => void
}) {
  const t = useWords()
  const { entry } = props
  const minutes = Math.max(0, Math.floor((props.now - Date.parse(entry.waitsFrom)) / 60_000))
  return (
    <tr>
      <th scope="row" class="number">
        {entry.number}
      </th>
      <td>{t.queue.minutes(minutes)}</td>
      <td>
        {errandName(t, entry.errand)}
        <div class="small">{t.queue.channels[entry.channel]}</div>
      </td>
      <td>
        {t.queue.whys[entry.why]}
        <div class="small">
          {t.queue.step}: {t.step[entry.step]}
        </div>
        {entry.urgency === 2 && <div class="badge badge-error">{t.queue.danger}</div>}
        {entry.urgency === 1 && <div class="badge badge-warning">{t.queue.urgent}</div>}
        {entry.bookedFor && <div class="small">{t.queue.booked(new Date(entry.bookedFor))}</div>}
        {entry.voice && <div class="badge badge-info">{t.queue.voice}</div>}
        {entry.heldFor && <div class="badge badge-info">{t.queue.held(entry.heldFor)}</div>}
        {entry.note && (
          <div class="small">
            {entry.note.by}: {entry.note.text}
          </div>
        )}
        {entry.again && !entry.heldFor && <div class="badge badge-warning">{t.queue.again}</div>}
        {!entry.boxConnected && <div class="badge badge-error">{t.queue.gone}</div>}
      </td>
      <td>
        {entry.place}
        <div class="small">{entry.box}</div>
      </td>
      <td>{t.language[entry.language]}</td>
      <td class="act">
        {entry.claimedBy === null && entry.fit !== 'yes' && <div class="small">{t.queue.fits[entry.fit]}</div>}
        {entry.claimedBy !== null ? (
          t.queue.taken(entry.claimedBy)
        ) : entry.fit === 'held' ? (
          <OpenHeld entry={entry} busy={props.busy} onOpen={props.onTake} />
        ) : (
          <button
            type="button"
            class="button button-primary"
            disabled={props.busy || barred.has(entry.fit)}
            aria-label={t.queue.takeNumber(entry.number)}
            onClick={() => props.onTake()}
          >
            {props.taking ? t.queue.taking : t.queue.take}
          </button>
        )}
      </td>
    </tr>
  )
}
