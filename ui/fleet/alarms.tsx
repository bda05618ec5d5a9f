import type { BoxView } from '../../device/contract/fleet-view.ts'
import { partOf, useWords, when, words } from './words.ts'

export type Act = (method: 'POST' | 'PUT', path: string, body: object) => Promise<unknown>
const HOURS = 4

/** What is wrong, who acts and how; silence and hand-over. */
export function Alarms({ box, people, me, act }: { box: BoxView; people: readonly string[]; me: string; act: Act }) {
  const t = useWords()
  return (
    <section class="panel">
      <h2>{t.alarm.head}</h2>
      {box.alarms.length === 0 && <p>{t.alarm.none}</p>}
      {box.alarms.map((alarm) => {
        const at = `/api/alarms/${alarm.id}`
        const kind = t.alarm.kinds[alarm.kind]
        return (
          <div key={alarm.id} class={`flag ${alarm.silentUntil ? 'quiet' : 'bad'}`} data-alarm={alarm.kind}>
            <b>
              {kind.what}
              {alarm.part && `: ${partOf(t, alarm.part)}`}
            </b>{' '}
            {t.alarm.since} {when(t, alarm.since)}
            <p>{(t === words.en && alarm.do) || kind.do}</p>
            <div class="line">
              {alarm.silentUntil ? (
                <button
                  type="button"
                  class="button button-secondary"
                  onClick={() => void act('POST', `${at}/silence`, { hours: 0 })}
                >
                  {t.alarm.unsilence} ({t.alarm.silentUntil} {when(t, alarm.silentUntil)})
                </button>
              ) : (
                <button
                  type="button"
                  class="button button-secondary"
                  onClick={() => void act('POST', `${at}/silence`, { hours: HOURS })}
                >
                  {t.alarm.silence}
                </button>
              )}
              <button
                type="button"
                class="button button-secondary"
                onClick={() => void act('POST', `${at}/hand-over`, { to: me })}
              >
                {t.alarm.take}
              </button>
              <label class="inline">
                {t.alarm.giveTo}
                <select
                  class="form-select"
                  value={alarm.handedTo ?? ''}
                  onChange={({ currentTarget }) =>
                    void act('POST', `${at}/hand-over`, { to: currentTarget.value || null })
                  }
                >
                  <option value="">{t.alarm.nobody}</option>
                  {[...new Set([me, ...people])].map((name) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
            </div>
          </div>
        )
      })}
    </section>
  )
}
