import { useState } from 'preact/hooks'
import type { PersonEdit, StaffMatrix, StaffPerson } from '../../../device/contract/staffing.ts'
import { useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

/** What one person can take. */
export function PersonForm(props: {
  person: StaffPerson | null
  matrix: StaffMatrix
  onSave: (edit: PersonEdit) => void
  onRemove: (person: StaffPerson) => void
  onLeave: () => void
}) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { person, matrix } = props
  const [edit, setEdit] = useState<PersonEdit>(
    person
      ? { name: person.name, errands: person.errands, channels: person.channels, places: person.places }
      : { name: '', errands: [], channels: ['counter'], places: [] },
  )
  const [sure, setSure] = useState(false)
  const toggle = <T extends string>(list: T[], id: T) =>
    list.includes(id) ? list.filter((one) => one !== id) : [...list, id]
  const group = (
    legend: string,
    items: { id: string; name: string }[],
    has: string[],
    change: (id: string) => void,
  ) => (
    <fieldset class="field wide checks">
      <legend class="label">{legend}</legend>
      {items.map(({ id, name }) => (
        <label class="check" key={id}>
          <input type="checkbox" checked={has.includes(id)} onChange={() => change(id)} /> {name}
        </label>
      ))}
    </fieldset>
  )
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSave(edit)
      }}
    >
      <h2>{person ? t.edit(person.name) : t.add}</h2>
      <div class="fields">
        <div class="field">
          <label for="name">{t.name}</label>
          <input
            class="form-input"
            id="name"
            value={edit.name}
            required
            maxLength={80}
            onInput={({ currentTarget: { value } }) => setEdit({ ...edit, name: value })}
          />
        </div>
        {group(
          t.channel,
          (['counter', 'video', 'phone'] as const).map((id) => ({ id, name: t.channels[id] })),
          edit.channels,
          (id) => setEdit({ ...edit, channels: toggle(edit.channels, id as PersonEdit['channels'][number]) }),
        )}
        {group(
          t.place,
          matrix.places.map((one) => ({ id: one.id, name: one[language] })),
          edit.places,
          (id) => setEdit({ ...edit, places: toggle(edit.places, id) }),
        )}
        {group(
          t.errand,
          matrix.errands.map((one) => ({ id: one.id, name: one[language] })),
          edit.errands,
          (id) => setEdit({ ...edit, errands: toggle(edit.errands, id) }),
        )}
      </div>
      <div class="act">
        <button type="submit" class="button button-primary">
          {t.save}
        </button>
        <button type="button" class="button button-secondary" onClick={props.onLeave}>
          {t.leave}
        </button>
        {person && !sure && (
          <button type="button" class="plain" onClick={() => setSure(true)}>
            {t.remove}
          </button>
        )}
        {person && sure && (
          <button type="button" class="button button-secondary" onClick={() => props.onRemove(person)}>
            {t.reallyRemove(person.name)}
          </button>
        )}
      </div>
    </form>
  )
}
