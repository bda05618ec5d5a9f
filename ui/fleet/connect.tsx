import { useState } from 'preact/hooks'
import type { Static } from 'typebox'
import type { PairingView } from '../../device/contract/fleet.ts'
import type { BoxView } from '../../device/contract/fleet-view.ts'
import { ask } from '../shared/hub.ts'
import { useWords } from './words.ts'

type Seen = Static<typeof PairingView>

/** Enrolment from the hub's side: code, comparison, place. */
export function ConnectPage({
  boxes,
  onDone,
  onChoose,
}: {
  boxes: readonly BoxView[]
  onDone: () => Promise<void>
  onChoose: (box: string) => void
}) {
  const t = useWords().connect
  const [seen, setSeen] = useState<Seen | null>(null)
  const [told, setTold] = useState<{ is: 'good' | 'bad'; text: string; box?: string } | null>(null)

  const trying = async (work: () => Promise<void>) => {
    setTold(null)
    try {
      await work()
    } catch (error) {
      setTold({ is: 'bad', text: (error as Error).message })
    }
  }
  const find = (event: SubmitEvent) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget as HTMLFormElement).get('code')).replaceAll(' ', '')
    void trying(async () => setSeen(await ask<Seen>('GET', `/api/pairings/by-code/${encodeURIComponent(code)}`)))
  }
  const accept = (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const replaces = String(form.get('replaces'))
    const body = {
      fingerprint: seen!.fingerprint,
      name: String(form.get('name')),
      place: String(form.get('place')),
      ...(replaces ? { replaces } : {}),
    }
    void trying(async () => {
      const { box } = await ask<{ box: string }>('POST', `/api/pairings/${seen!.pairing}/accept`, body)
      setSeen(null)
      await onDone()
      setTold({ is: 'good', text: t.done, box })
    })
  }
  const refuse = () =>
    void trying(async () => {
      await ask('POST', `/api/pairings/${seen!.pairing}/refuse`, {})
      setSeen(null)
      setTold({ is: 'bad', text: t.refused })
    })

  return (
    <div class="narrow">
      <h1>{useWords().tabs.connect}</h1>
      {told && (
        <p class={`flag ${told.is}`} role="alert">
          {told.text}
        </p>
      )}
      {told?.box && (
        <p>
          <button type="button" class="button button-primary" onClick={() => onChoose(told.box!)}>
            {t.configure}
          </button>
        </p>
      )}
      {!seen && (
        <form class="panel" onSubmit={find}>
          <p>{t.lead}</p>
          <label>
            {t.code}
            <input
              class="form-input code"
              name="code"
              required
              maxLength={8}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
            />
          </label>
          <button class="button button-primary" type="submit">
            {t.find}
          </button>
        </form>
      )}
      {seen && (
        <form class="panel" onSubmit={accept}>
          <p>{t.compare}</p>
          <p class="print" data-fingerprint>
            {seen.fingerprint}
          </p>
          <p class="quiet">
            {t.authority} <b>{seen.authority}</b>
          </p>
          <p class={`flag ${seen.key === 'tpm-verified' ? 'good' : 'bad'}`}>{t.key[seen.key]}</p>
          {seen.found.length > 0 && (
            <details>
              <summary>{t.found}</summary>
              <ul>
                {seen.found.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
          {seen.refusal ? (
            <p class="flag bad">{t.refusal}</p>
          ) : (
            <>
              <label>
                {t.name}
                <input class="form-input" name="name" required maxLength={60} />
              </label>
              <label>
                {t.place}
                <input class="form-input" name="place" required maxLength={60} />
              </label>
              <label>
                {t.replaces}
                <select class="form-select" name="replaces">
                  <option value="">{t.replacesNone}</option>
                  {boxes
                    .filter(({ state }) => state !== 'retired')
                    .map(({ box, name, place }) => (
                      <option key={box} value={box}>
                        {name}, {place}
                      </option>
                    ))}
                </select>
              </label>
            </>
          )}
          <div class="line">
            {!seen.refusal && (
              <button class="button button-primary" type="submit">
                {t.same}
              </button>
            )}
            <button class="button button-secondary" type="button" onClick={refuse}>
              {t.different}
            </button>
          </div>
        </form>
      )}
    </div>
  )
}
