import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { BoxSettings, BoxView, SettingsStart } from '../../../device/contract/fleet-view.ts'
import { ask } from '../../shared/hub.ts'
import type { Texts } from '../texts/da.ts'
import { useWords } from '../words.ts'
import { DeviceFields, FoundDevices } from './devices.tsx'
import { type Draft, fieldOf, put, wrongAt } from './draft.ts'
import { type FieldPath, type Form, idOf } from './fields.tsx'
import { Errands, PlaceFields, Start, Times } from './parts.tsx'

type Words = Texts['config']
/** In words of the language that the reader may change while it stands there. */
type Refusal = { field: FieldPath | null; say: (words: Words) => string }

const json = (draft: object) => JSON.stringify(draft, null, 2)

/**
 * One configuration in two shapes that always say the same: fields for what is decided every day, and all of it as JSON.
 * The text is what is sent; `draft` is what it said when it was last JSON.
 */
export function ConfigForm({
  box,
  others,
  onSent,
}: {
  box: BoxView
  /** Boxes whose configuration may be started from. */
  others: readonly BoxView[]
  onSent: () => Promise<void>
}) {
  const t = useWords().config
  const path = `/api/boxes/${box.box}/settings`
  const [known, setKnown] = useState<BoxSettings | null>(null)
  const [draft, setDraft] = useState<Draft>({})
  const [text, setText] = useState('')
  const [notJson, setNotJson] = useState<string | null>(null)
  const [told, setTold] = useState<string[]>([])
  const [refused, setRefused] = useState<Refusal | null>(null)
  const all = useRef<HTMLDetailsElement>(null)
  /** Something was changed here that is not sent yet. */
  const touched = useRef(false)

  const show = (settings: object) => {
    setDraft(settings as Draft)
    setText(json(settings))
    setNotJson(null)
    setRefused(null)
  }
  const failed = (error: unknown) => setRefused({ field: null, say: () => (error as Error).message })
  const load = async () => {
    const now = await ask<BoxSettings>('GET', path)
    const settings = now.settings ?? (await ask<SettingsStart>('GET', `${path}/start`)).settings
    touched.current = false
    setKnown(now)
    show(settings)
  }
  const anew = () => {
    setTold([])
    void load().catch(failed)
  }
  const startLike = async (other: BoxView) => {
    const { settings, left } = await ask<SettingsStart>('GET', `${path}/start?like=${other.box}`)
    setTold([t.likeDone(`${other.name}, ${other.place}`), ...left.map((part) => t.left[part])])
    touched.current = true
    show(settings)
  }
  // Moved, or configured by somebody else: what is shown here must not be sent over it.
  useEffect(() => {
    if (!touched.current) void load().catch(failed)
  }, [box.box, box.place, box.config?.version])
  // With the sentence, not after it: whoever types at once types there.
  useLayoutEffect(() => {
    if (refused?.field) document.getElementById(idOf(refused.field))?.focus()
    else if (refused && notJson) all.current!.open = true
  }, [refused])

  const write = (next: string) => {
    touched.current = true
    setText(next)
    setRefused(null)
    try {
      const value: unknown = JSON.parse(next)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('{ … }')
      setDraft(value as Draft)
      setNotJson(null)
    } catch (error) {
      setNotJson((error as Error).message)
    }
  }
  const refuse = (error: unknown) => {
    const { message } = error as Error
    const found = wrongAt(message)
    if (!found) return failed(error)
    const shown = (Object.keys(t.field) as FieldPath[]).filter((one) => document.getElementById(idOf(one)))
    const named = fieldOf(shown, found)
    if (!named) return setRefused({ field: null, say: (words) => words.elsewhere(found.path) })
    const { field, missing } = named
    setRefused({ field, say: (words) => (missing ? words.missing : words.wrong)(words.field[field]) })
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setTold([])
    setRefused(null)
    if (notJson) return setRefused({ field: null, say: (words) => words.notJson(notJson) })
    try {
      const { version } = await ask<{ version: number }>('PUT', path, { settings: draft })
      touched.current = false
      setTold([`${t.sent} ${version}`])
      setKnown((now) => now && { ...now, version, settings: draft })
      await onSent()
    } catch (error) {
      refuse(error)
    }
  }

  const form: Form = {
    draft,
    change(path, value) {
      touched.current = true
      show(put(draft, path, value))
    },
    wrong: refused?.field ? { field: refused.field, sentence: refused.say(t) } : null,
  }
  const isNew = known !== null && known.settings === null
  return (
    <form class="panel config" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t.head}</h2>
      <p class={isNew ? '' : 'quiet'}>{isNew ? t.first : t.lead}</p>
      {isNew && <FoundDevices proposal={known.proposal} />}
      <Start others={others} onLike={(other) => void startLike(other).catch(failed)} />
      {isNew && (
        <button type="button" class="button button-secondary small" onClick={anew}>
          {t.anew}
        </button>
      )}
      <div role="status">
        {told.map((line) => (
          <p key={line} class="flag quiet">
            {line}
          </p>
        ))}
      </div>
      <fieldset class="bare" disabled={notJson !== null || known === null}>
        <h3>{t.groups.place}</h3>
        <PlaceFields form={form} />
        <h3>{t.groups.devices}</h3>
        <DeviceFields form={form} proposal={known?.proposal ?? null} />
        <h3>{t.groups.errands}</h3>
        <Errands form={form} />
        <h3>{t.groups.times}</h3>
        <Times form={form} />
      </fieldset>
      <details ref={all}>
        <summary>{t.all}</summary>
        <p class="quiet">{t.allHint}</p>
        <textarea
          class="form-input json"
          aria-label={t.all}
          spellcheck={false}
          rows={18}
          value={text}
          onInput={({ currentTarget }) => write(currentTarget.value)}
        />
        {notJson && <p class="flag bad">{t.notJson(notJson)}</p>}
      </details>
      {refused && !refused.field && (
        <p class="flag bad" role="alert">
          {refused.say(t)}
        </p>
      )}
      <button class="button button-primary" type="submit">
        {t.send}
      </button>
      {isNew && <p class="quiet">{t.lead}</p>}
    </form>
  )
}
