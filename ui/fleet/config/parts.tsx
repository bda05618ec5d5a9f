/** What a technician decides for a box beside its devices. */
import type { BoxView } from '../../../device/contract/fleet-view.ts'
import type { Errand } from '../../../device/contract/nouns.ts'
import { useWords } from '../words.ts'
import { at, listAt, readPlaces, readTimes, sayTimes } from './draft.ts'
import { type Form, idOf, TextField, TimesField, Typed, Wrong } from './fields.tsx'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** What a box does whose configuration names no errands. */
const PASSPORTS: readonly unknown[] = ['passport-renewal', 'passport-child'] satisfies Errand[]

export function Start({ others, onLike }: { others: readonly BoxView[]; onLike: (other: BoxView) => void }) {
  const t = useWords().config
  if (others.length === 0) return null
  return (
    <label>
      {t.like}
      <select
        class="form-select"
        value=""
        onChange={({ currentTarget }) => {
          const other = others.find(({ box }) => box === currentTarget.value)
          currentTarget.value = ''
          if (other) onLike(other)
        }}
      >
        <option value="">{t.likeNone}</option>
        {others.map(({ box, name, place }) => (
          <option key={box} value={box}>
            {name}, {place}
          </option>
        ))}
      </select>
      <span class="quiet">{t.likeHint}</span>
    </label>
  )
}

export function PlaceFields({ form }: { form: Form }) {
  const places = listAt(form.draft, 'places')
  const names = places.map((place) => String(at(place, 'name') ?? ''))
  return (
    <>
      <div class="fields">
        <TextField form={form} path="place" />
        <TextField form={form} path="municipality/name" />
        <TextField form={form} path="municipality/phone" />
      </div>
      <Typed
        form={form}
        path="places"
        said={names.join('\n')}
        rows={Math.max(2, names.length)}
        onType={(text) => form.change('places', readPlaces(text, places))}
      />
    </>
  )
}

export function Errands({ form }: { form: Form }) {
  const t = useWords().config
  const chosen = Array.isArray(at(form.draft, 'errands')) ? listAt(form.draft, 'errands') : PASSPORTS
  const all = Object.keys(t.errand) as Errand[]
  const toggle = (errand: Errand) =>
    form.change(
      'errands',
      all.filter((one) => chosen.includes(one) !== (one === errand)),
    )
  return (
    <div class="checks">
      {all.map((errand, n) => (
        <label key={errand}>
          <input
            type="checkbox"
            {...(n === 0 ? { id: idOf('errands') } : {})}
            checked={chosen.includes(errand)}
            onChange={() => toggle(errand)}
          />
          {t.errand[errand]}
        </label>
      ))}
      <Wrong form={form} path="errands" />
    </div>
  )
}

export function Times({ form }: { form: Form }) {
  const t = useWords().config
  const updates = at(form.draft, 'updates')
  const said = sayTimes(updates ? [[at(updates, 'from') ?? '', at(updates, 'to') ?? '']] : [])
  const write = (text: string) => {
    const [[from, to] = []] = readTimes(text)
    form.change('updates', from === undefined ? undefined : { from, to })
  }
  return (
    <>
      <div class="fields days">
        {days.map((day) => (
          <TimesField key={day} form={form} path={`hours/${day}`} />
        ))}
      </div>
      <p class="quiet">{t.hoursHint}</p>
      <div class="fields">
        <Typed form={form} path="updates" said={said} onType={write} />
      </div>
      <p class="quiet">{t.updatesHint}</p>
    </>
  )
}
