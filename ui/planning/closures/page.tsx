import { useRef, useState } from 'preact/hooks'
import type { BookablePlace, Closure } from '../../../device/contract/booking.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { daysIn } from '../dates.ts'
import { DateField, named, Pick } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { texts } from './texts.ts'

type Wanted = { place: string | null; firstDay: string; lastDay: string; reason: string }
type Note = 'saved' | 'opened' | 'wrong' | null

/** Closing a place for some days; what that cancels is shown before it is saved. */
export function ClosuresPage() {
  const t = useTexts(texts)
  const loaded = useLoaded(async () => ({
    places: await ask<BookablePlace[]>('GET', '/api/places'),
    closures: await ask<Closure[]>('GET', '/api/closures'),
  }))
  const [asked, setAsked] = useState<{ wanted: Wanted; cancels: number } | null>(null)
  const [note, setNote] = useState<Note>(null)
  const form = useRef<HTMLFormElement>(null)
  const send = async (wanted: Wanted, save: boolean) => {
    setNote(null)
    try {
      const { cancels } = await ask<{ cancels: number }>('POST', '/api/closures', { ...wanted, save })
      if (!save) return setAsked({ wanted, cancels })
      setAsked(null)
      setNote('saved')
      form.current?.reset()
      await loaded.again()
    } catch (error) {
      if (isRefused(error)) setNote('wrong')
      else await loaded.again()
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const of = (name: string) => String(data.get(name) ?? '').trim()
    const wanted = {
      place: of('place') || null,
      firstDay: of('first'),
      lastDay: of('last') || of('first'),
      reason: of('reason'),
    }
    void send(wanted, false)
  }
  const open = async (id: number) => {
    await ask('DELETE', `/api/closures/${id}`).catch(() => undefined)
    setNote('opened')
    await loaded.again()
  }
  if (!loaded.value) return <Waiting of={loaded} />
  const { places, closures } = loaded.value
  const nameOf = (id: string | null) => (id === null ? t.all : (places.find((one) => one.id === id)?.name ?? id))
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      {note && <Flag kind={note === 'wrong' ? 'bad' : 'good'}>{t[note]}</Flag>}
      <section class="panel">
        <h2>{t.add}</h2>
        <form ref={form} class="fields" onSubmit={submit} onInput={() => setAsked(null)}>
          <Pick id="place" name="place" label={t.place} options={[['', t.all], ...named(places)]} />
          <DateField id="first" name="first" label={t.first} required />
          <DateField id="last" name="last" label={t.last} hint={t.lastHint} />
          <div class="field">
            <label for="reason">{t.reason}</label>
            <input
              class="form-input"
              id="reason"
              name="reason"
              maxLength={120}
              required
              aria-describedby="reason-hint"
            />
            <span class="hint" id="reason-hint">
              {t.reasonHint}
            </span>
          </div>
          <button type="submit" class="button button-secondary">
            {t.look}
          </button>
        </form>
        {asked && (
          <Flag kind={asked.cancels > 0 ? 'warn' : 'good'}>
            <p>{asked.cancels > 0 ? t.cancels(asked.cancels) : t.nothing}</p>
            <div class="act">
              <button type="button" class="button button-primary" onClick={() => void send(asked.wanted, true)}>
                {asked.cancels > 0 ? t.closeAndCancel(asked.cancels) : t.close}
              </button>
              <button type="button" class="button button-secondary" onClick={() => setAsked(null)}>
                {t.keep}
              </button>
            </div>
          </Flag>
        )}
      </section>
      <section class="panel">
        <h2>{t.list}</h2>
        <List closures={closures} nameOf={nameOf} onOpen={(id) => void open(id)} />
      </section>
    </>
  )
}

function List(props: { closures: Closure[]; nameOf: (place: string | null) => string; onOpen: (id: number) => void }) {
  const t = useTexts(texts)
  const language = useLanguage()
  if (props.closures.length === 0) return <p>{t.none}</p>
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.days}</th>
          <th scope="col">{t.reason}</th>
          <th scope="col">{t.place}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {props.closures.map(({ id, place, firstDay, lastDay, reason }) => (
          <tr key={`${id} ${firstDay}`}>
            <td>{daysIn(language, firstDay, lastDay)}</td>
            <td lang={id === null ? 'da' : undefined}>{reason}</td>
            <td>{id === null ? t.holiday : props.nameOf(place)}</td>
            <td class="end">
              {id !== null && (
                <button
                  type="button"
                  class="plain"
                  aria-label={t.openOf(`${reason}, ${daysIn(language, firstDay, lastDay)}`)}
                  onClick={() => props.onOpen(id)}
                >
                  {t.open}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
