import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Texts } from '../texts/da.ts'
import { useWords } from '../words.ts'
import { type Draft, listAt, readTimes, sayTimes, textAt } from './draft.ts'

export type FieldPath = keyof Texts['config']['field']

/** What every field of the form gets: the draft, how to change it, and what the hub said against which field. */
export type Form = {
  draft: Draft
  change(path: string, value: unknown): void
  wrong: { field: FieldPath; sentence: string } | null
}
type Props = { form: Form; path: FieldPath }

export const idOf = (path: FieldPath) => `config-${path.replaceAll('/', '-')}`
export const marks = ({ wrong }: Form, path: FieldPath) =>
  wrong?.field === path ? { 'aria-invalid': true, 'aria-describedby': `${idOf(path)}-wrong` } : {}

/** A field's name above it, and what is wrong with it below. */
export function Field({ form, path, children }: Props & { children: ComponentChildren }) {
  const t = useWords().config
  return (
    <div class="field">
      <label for={idOf(path)}>{t.field[path]}</label>
      {children}
      <Wrong form={form} path={path} />
    </div>
  )
}

export function Wrong({ form, path }: Props) {
  if (form.wrong?.field !== path) return null
  return (
    <p class="flag bad" role="alert" id={`${idOf(path)}-wrong`}>
      {form.wrong.sentence}
    </p>
  )
}

/** `numeric`: a whole number; what is none stays as it was typed, for the hub to refuse. */
export function TextField({ form, path, numeric = false }: Props & { numeric?: boolean }) {
  const change = (text: string) => {
    const value = numeric && /^\d+$/.test(text.trim()) ? Number(text) : text
    form.change(path, text === '' ? undefined : value)
  }
  return (
    <Field form={form} path={path}>
      <input
        class="form-input"
        id={idOf(path)}
        autocomplete="off"
        inputMode={numeric ? 'numeric' : 'text'}
        value={textAt(form.draft, path)}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        {...marks(form, path)}
      />
    </Field>
  )
}

/** Times or lines: what is being typed stands as it is typed, and in good order once the field is left. */
export function Typed({
  form,
  path,
  said,
  onType,
  rows,
}: Props & { said: string; onType: (text: string) => void; rows?: number }) {
  const [typing, setTyping] = useState<string | null>(null)
  const common = {
    class: 'form-input',
    id: idOf(path),
    value: typing ?? said,
    onBlur: () => setTyping(null),
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      setTyping(value)
      onType(value)
    },
    ...marks(form, path),
  }
  return (
    <Field form={form} path={path}>
      {rows ? <textarea {...common} rows={rows} /> : <input {...common} autocomplete="off" />}
    </Field>
  )
}

export function TimesField({ form, path }: Props) {
  const type = (text: string) => {
    const ranges = readTimes(text)
    form.change(path, ranges.length === 0 ? undefined : ranges)
  }
  return <Typed form={form} path={path} said={sayTimes(listAt(form.draft, path))} onType={type} />
}

/** A choice of what was found, or own words. `value` is what stands now; `onPick` gets the chosen or written one. */
export function ChoiceField({
  form,
  path,
  value,
  choices,
  onPick,
}: Props & { value: string; choices: readonly { value: string; says: string }[]; onPick: (value: string) => void }) {
  const t = useWords().config
  const [writing, setWriting] = useState(false)
  const known = choices.some((one) => one.value === value)
  const own = choices.length === 0 || (value !== '' && !known) || (value === '' && writing)
  const hint = t.ownHint[path]
  const input = (label: object) => (
    <>
      <input
        class="form-input"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onPick(currentTarget.value)}
        {...label}
        {...marks(form, path)}
      />
      {hint && value === '' && <p class="quiet hint">{hint}</p>}
    </>
  )
  if (choices.length === 0)
    return (
      <Field form={form} path={path}>
        {input({ id: idOf(path) })}
      </Field>
    )
  return (
    <Field form={form} path={path}>
      <select
        class="form-select"
        id={idOf(path)}
        value={own ? '*' : value}
        onChange={({ currentTarget }) => {
          const picked = currentTarget.value
          setWriting(picked === '*')
          onPick(picked === '*' ? '' : picked)
        }}
        {...marks(form, path)}
      >
        <option value="">{t.choose}</option>
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {choices.filter(({ says }) => says === one.says).length > 1 ? `${one.says} – ${one.value}` : one.says}
          </option>
        ))}
        <option value="*">{t.own}</option>
      </select>
      {own && input({ 'aria-label': t.ownLabel(t.field[path]) })}
    </Field>
  )
}
