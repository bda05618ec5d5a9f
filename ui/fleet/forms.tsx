import { useState } from 'preact/hooks'
import type { AcceptCode, BoxView } from '../../device/contract/fleet-view.ts'
import type { Act } from './alarms.tsx'
import { useWords, when } from './words.ts'

const field = (event: SubmitEvent) => {
  event.preventDefault()
  const form = new FormData(event.currentTarget as HTMLFormElement)
  return (name: string) => String(form.get(name) ?? '').trim()
}

export function ServiceForm({ box, act }: { box: BoxView; act: Act }) {
  const t = useWords().service
  const submit = (event: SubmitEvent) => {
    const value = field(event)
    const text = value('da') || value('en') ? { da: value('da'), en: value('en') } : null
    void act('POST', `/api/boxes/${box.box}/service`, {
      outOfService: !box.outOfService,
      text: box.outOfService ? null : text,
    })
  }
  return (
    <form class="panel" onSubmit={submit}>
      <h2>{t.head}</h2>
      {!box.outOfService && (
        <>
          <label>
            {t.textDa}
            <input class="form-input" name="da" maxLength={200} />
          </label>
          <label>
            {t.textEn}
            <input class="form-input" name="en" maxLength={200} />
          </label>
          <p class="quiet">{t.hint}</p>
        </>
      )}
      {box.outOfService && box.outText && <p class="quiet">{box.outText.da}</p>}
      <button class="button button-primary" type="submit">
        {box.outOfService ? t.in : t.out}
      </button>
    </form>
  )
}

/** Lets the technician who stands at the box begin its test there. */
export function AcceptCodeForm({ box, act }: { box: BoxView; act: Act }) {
  const t = useWords()
  const [shown, setShown] = useState<AcceptCode | null>(null)
  const show = async () =>
    setShown(((await act('POST', `/api/boxes/${box.box}/accept-code`, {})) ?? null) as AcceptCode)
  return (
    <section class="panel">
      <h2>{t.acceptCode.head}</h2>
      <p class="quiet">{t.acceptCode.lead}</p>
      {shown && (
        <p role="status">
          <b class="accept-code">{shown.code}</b>
          {t.acceptCode.until} {when(t, shown.until)}
        </p>
      )}
      <button type="button" class="button button-primary" onClick={() => void show()}>
        {shown ? t.acceptCode.anew : t.acceptCode.show}
      </button>
    </section>
  )
}

export function MoveForm({ box, act }: { box: BoxView; act: Act }) {
  const t = useWords().move
  const submit = (event: SubmitEvent) => {
    const value = field(event)
    const [latitude, longitude] = [value('latitude'), value('longitude')].map((text) => Number(text.replace(',', '.')))
    const at = value('latitude') && value('longitude') ? [latitude, longitude] : null
    void act('POST', `/api/boxes/${box.box}/move`, { name: value('name'), place: value('place'), at })
  }
  return (
    <form class="panel" onSubmit={submit}>
      <h2>{t.head}</h2>
      <label>
        {t.name}
        <input class="form-input" name="name" defaultValue={box.name} required maxLength={60} />
      </label>
      <label>
        {t.place}
        <input class="form-input" name="place" defaultValue={box.place} required maxLength={60} />
      </label>
      <div class="line">
        <label class="inline">
          {t.latitude}
          <input
            class="form-input"
            name="latitude"
            inputMode="decimal"
            defaultValue={box.at ? String(box.at[0]) : ''}
            maxLength={12}
          />
        </label>
        <label class="inline">
          {t.longitude}
          <input
            class="form-input"
            name="longitude"
            inputMode="decimal"
            defaultValue={box.at ? String(box.at[1]) : ''}
            maxLength={12}
          />
        </label>
      </div>
      <p class="quiet">{t.hint}</p>
      <button class="button button-secondary" type="submit">
        {t.save}
      </button>
    </form>
  )
}

export function EndForm({ box, act }: { box: BoxView; act: Act }) {
  const t = useWords().end
  const [asked, setAsked] = useState<'retire' | 'revoke' | null>(null)
  return (
    <section class="panel">
      <h2>{t.head}</h2>
      {(['retire', 'revoke'] as const).map((is) => (
        <div key={is}>
          <p class="quiet">{is === 'retire' ? t.retireLead : t.revokeLead}</p>
          {asked === is ? (
            <div class="line">
              <button
                type="button"
                class="button button-primary"
                onClick={() => void act('POST', `/api/boxes/${box.box}/${is}`, {})}
              >
                {t.sure}
              </button>
              <button type="button" class="button button-secondary" onClick={() => setAsked(null)}>
                {t.no}
              </button>
            </div>
          ) : (
            <button type="button" class="button button-secondary" onClick={() => setAsked(is)}>
              {t[is]}
            </button>
          )}
        </div>
      ))}
    </section>
  )
}

export function TestBoxForm({ box, act }: { box: BoxView; act: Act }) {
  const t = useWords().releases
  return (
    <section class="panel">
      <h2>{t.testBox}</h2>
      <p class="quiet">{t.testHint}</p>
      <button
        type="button"
        class="button button-secondary"
        onClick={() => void act('POST', `/api/boxes/${box.box}/test-box`, { test: !box.testBox })}
      >
        {box.testBox ? t.endTest : t.makeTest}
      </button>
    </section>
  )
}
