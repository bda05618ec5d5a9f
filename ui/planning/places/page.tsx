import { useEffect, useState } from 'preact/hooks'
import type { BookableErrand } from '../../../device/contract/booking.ts'
import type { PlacePlan } from '../../../device/contract/places.ts'
import { ask } from '../../shared/hub.ts'
import { useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { PlaceEditor } from './editor.tsx'
import { texts } from './texts.ts'

const NEW = '+'
const keyOf = (place: PlacePlan) => place.id ?? ''

/** All places; one at a time is edited. */
export function PlacesPage() {
  const t = useTexts(texts)
  const loaded = useLoaded(async () => ({
    places: await ask<PlacePlan[]>('GET', '/api/plan/places'),
    errands: await ask<BookableErrand[]>('GET', '/api/errands'),
  }))
  const [chosen, setChosen] = useState<string | null>(null)
  const [note, setNote] = useState<'saved' | 'closedNow' | null>(null)
  // A note belongs to what it was said of.
  useEffect(() => setNote(null), [chosen])
  if (!loaded.value) return <Waiting of={loaded} />
  const { places, errands } = loaded.value
  const id = chosen ?? keyOf(places[0]!)
  const place = id === NEW ? fresh(places, t.newName) : places.find((one) => keyOf(one) === id)
  const after = async (next: string | null, what: 'saved' | 'closedNow') => {
    await loaded.again()
    setChosen(next)
    setTimeout(() => setNote(what))
    scrollTo(0, 0)
  }
  const button = (key: string, name: string) => (
    <button
      key={key}
      type="button"
      class={`chip ${key === id ? 'on' : ''}`}
      aria-pressed={key === id}
      onClick={() => {
        setNote(null)
        setChosen(key)
      }}
    >
      {name}
    </button>
  )
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <fieldset class="chips" aria-label={t.places}>
        {places.map((one) => button(keyOf(one), one.id === null ? t.shared : one.name))}
        {button(NEW, `+ ${t.newPlace}`)}
      </fieldset>
      {note && <Flag kind="good">{t[note]}</Flag>}
      {place && (
        <PlaceEditor
          key={`${id} ${JSON.stringify(place)}`}
          place={place}
          isNew={id === NEW}
          places={places}
          errands={errands}
          onSaved={(key) => void after(key, 'saved')}
          onClosed={() => void after(null, 'closedNow')}
        />
      )}
    </>
  )
}

function fresh(places: PlacePlan[], name: string): PlacePlan {
  let n = places.length
  while (places.some((one) => one.id === `sted-${n}`)) n++
  return { id: `sted-${n}`, name, address: '', slotMinutes: 15, resources: [], hours: [] }
}
