import { useState } from 'preact/hooks'
import type { DeskView, HandAct } from '../../device/contract/desk.ts'
import type { GuestKind } from '../../device/contract/nouns.ts'
import { QrCode } from '../shared/qr.tsx'
import type { Desk, Held } from './store.ts'
import { useWords } from './words.ts'

/** Somebody is to come into the call: the citizen is asked first, then there is a link that works once. */
export function GuestPanel(props: { desk: Desk; held: Held; view: DeskView; onHand: (hand: HandAct) => void }) {
  const { desk, held, view } = props
  const t = useWords().together.guest
  const [kind, setKind] = useState<GuestKind>('interpreter-voice')
  const [copied, setCopied] = useState<string | null>(null)
  const consent = view.guests?.consent ?? null
  const waiting = held.guests.filter(({ link }) => link !== null)
  const copy = (link: string) =>
    void navigator.clipboard?.writeText(link).then(
      () => setCopied(link),
      () => undefined,
    )
  return (
    <section class="panel guests">
      <h2>{t.head}</h2>
      <p class="small">{t.lead}</p>
      {!consent && (
        <div class="side-by-side">
          <select
            class="form-select"
            aria-label={t.kind}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as GuestKind)}
          >
            {(Object.keys(t.kinds) as GuestKind[]).map((each) => (
              <option key={each} value={each}>
                {t.kinds[each]}
              </option>
            ))}
          </select>
          <button type="button" class="button button-secondary" onClick={() => props.onHand({ is: 'invite', kind })}>
            {t.ask}
          </button>
        </div>
      )}
      {consent && (
        <p class={`flag ${consent.is === 'no' ? 'bad' : consent.is === 'yes' ? 'good' : ''}`} role="status">
          {t.kinds[consent.kind]}: {t.consent[consent.is]}
        </p>
      )}
      {consent && (
        <div class="verbs">
          {consent.is === 'yes' && waiting.length === 0 && (
            <button type="button" class="button button-primary" onClick={() => desk.guests()?.invite(consent.kind)}>
              {t.link}
            </button>
          )}
          <button
            type="button"
            class="button button-secondary"
            onClick={() => {
              for (const { guest } of waiting) desk.guests()?.out(guest)
              props.onHand({ is: 'invite', kind: null })
            }}
          >
            {t.takeBack}
          </button>
        </div>
      )}
      {waiting.map(({ guest, link, kind: of }) => (
        <div key={guest} class="guest-link">
          <QrCode text={link!} label={t.code} />
          <label>
            {t.send(t.kinds[of])}
            <input class="form-input" readOnly value={link!} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <button type="button" class="button button-secondary" onClick={() => copy(link!)}>
            {copied === link ? t.copied : t.copy}
          </button>
        </div>
      ))}
    </section>
  )
}
