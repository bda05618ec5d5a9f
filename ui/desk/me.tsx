import { useState } from 'preact/hooks'
import type { Desk, DeskState } from './store.ts'
import { NEXT } from './store.ts'
import { useWords } from './words.ts'

/** How I stand, and the next citizen for me. */
export function MeBar({ desk, state }: { desk: Desk; state: DeskState }) {
  const t = useWords().me
  const { me } = state
  if (!me) return null
  const pausing = me.availability === 'pause'
  return (
    <section class="me-bar" aria-label={t.head}>
      <p role="status">
        <b>{t.is[me.availability]}</b>
        {me.reason && <> – {me.reason}</>}
      </p>
      <div class="verbs">
        <button
          type="button"
          class="button button-primary"
          disabled={!state.online || state.taking !== null}
          onClick={() => void desk.next()}
        >
          {state.taking === NEXT ? t.taking : t.next}
        </button>
        {me.availability !== 'available' && (
          <button type="button" class="button button-secondary" onClick={() => desk.availability('available', null)}>
            {t.ready}
          </button>
        )}
        {!pausing && (
          <select
            class="form-select"
            aria-label={t.pause}
            value=""
            onChange={(event) => {
              if (event.currentTarget.value) desk.availability('pause', event.currentTarget.value)
              event.currentTarget.value = ''
            }}
          >
            <option value="">{t.pause}</option>
            {t.reasons.map((reason) => (
              <option key={reason}>{reason}</option>
            ))}
          </select>
        )}
        <AlarmButton desk={desk} />
      </div>
    </section>
  )
}

/** Somebody feels threatened: on top of everything, until somebody says that they go. */
export function Alarms({ desk, state }: { desk: Desk; state: DeskState }) {
  const t = useWords().alarm
  return (
    <div role="alert" class="alarms">
      {state.alarms.map((alarm) => (
        <p key={alarm.id}>
          <b>{t.from[alarm.from]}</b> {alarm.who}
          {alarm.place && `, ${alarm.place}`} <time>{new Date(alarm.at).toLocaleTimeString(t.locale)}</time>
          <button type="button" class="button button-secondary" onClick={() => desk.takeAlarm(alarm.id)}>
            {t.go}
          </button>
        </p>
      ))}
    </div>
  )
}

/** Two presses, so that nobody calls by a slip. */
export function AlarmButton({ desk }: { desk: Desk }) {
  const t = useWords().alarm
  const [sure, setSure] = useState(false)
  if (!sure)
    return (
      <button type="button" class="plain danger" onClick={() => setSure(true)}>
        {t.button}
      </button>
    )
  const call = () => {
    desk.alarm()
    setSure(false)
  }
  return (
    <span class="sure">
      <button type="button" class="button button-primary refusing" onClick={call}>
        {t.yes}
      </button>
      <button type="button" class="plain" onClick={() => setSure(false)}>
        {t.no}
      </button>
    </span>
  )
}
