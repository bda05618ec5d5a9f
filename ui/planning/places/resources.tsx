import type { BookableErrand } from '../../../device/contract/booking.ts'
import type { PlanResource, SeatKind } from '../../../device/contract/places.ts'
import { useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

const LANGUAGES = ['ar', 'fa', 'so', 'tr', 'uk']

/** Boxes and counters of a place, or what all places share, with what each can do. */
export function ResourcesPart(props: {
  shared: boolean
  resources: PlanResource[]
  errands: BookableErrand[]
  onChange: (resources: PlanResource[]) => void
}) {
  const t = useTexts(texts)
  const { resources, onChange } = props
  const kinds: SeatKind[] = props.shared ? ['video', 'phone', 'interpreter'] : ['box', 'counter']
  const set = (n: number, next: Partial<PlanResource>) =>
    onChange(resources.map((one, at) => (at === n ? { ...one, ...next } : one)))
  const add = (kind: SeatKind) => {
    const count = resources.filter((one) => one.kind === kind).length
    const languages = kind === 'interpreter' ? ['ar'] : []
    onChange([...resources, { id: null, kind, name: `${t.kind[kind]} ${count + 1}`, skills: [], languages }])
  }
  return (
    <section class="panel">
      <h2>{props.shared ? t.sharedResources : t.resources}</h2>
      {resources.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t.what}</th>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.can}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {resources.map((one, n) => (
                <tr key={one.id ?? `new ${n}`}>
                  <td>{t.kind[one.kind]}</td>
                  <td>
                    <input
                      class="form-input"
                      aria-label={`${t.name}: ${t.kind[one.kind]}`}
                      value={one.name}
                      maxLength={60}
                      required
                      onInput={(event) => set(n, { name: event.currentTarget.value })}
                    />
                  </td>
                  <td>
                    {one.kind === 'interpreter' ? (
                      <Speaks one={one} onChange={(languages) => set(n, { languages })} />
                    ) : (
                      <Can one={one} errands={props.errands} onChange={(skills) => set(n, { skills })} />
                    )}
                  </td>
                  <td class="end">
                    <button
                      type="button"
                      class="plain"
                      aria-label={t.removeOf(one.name)}
                      onClick={() => onChange(resources.filter((_, at) => at !== n))}
                    >
                      {t.remove}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="act">
        {kinds.map((kind) => (
          <button key={kind} type="button" class="button button-secondary" onClick={() => add(kind)}>
            {t.add(t.kind[kind])}
          </button>
        ))}
      </div>
    </section>
  )
}

function Can(props: { one: PlanResource; errands: BookableErrand[]; onChange: (skills: string[]) => void }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { one, errands, onChange } = props
  const fitting = errands.filter(({ kinds }) => one.kind === 'video' || kinds.some((kind) => kind === one.kind))
  return (
    <details>
      <summary>{one.skills.length === 0 ? t.everything : t.some(one.skills.length)}</summary>
      <fieldset class="ticks">
        <legend class="hint">{t.canHint}</legend>
        {fitting.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={one.skills.includes(id)}
              onChange={(event) => {
                const rest = one.skills.filter((other) => other !== id)
                onChange(event.currentTarget.checked ? [...rest, id] : rest)
              }}
            />
            {name[language]}
          </label>
        ))}
      </fieldset>
    </details>
  )
}

function Speaks({ one, onChange }: { one: PlanResource; onChange: (languages: string[]) => void }) {
  const t = useTexts(texts)
  return (
    <fieldset class="ticks flat" aria-label={`${t.speaks}: ${one.name}`}>
      {[...new Set([...LANGUAGES, ...one.languages])].map((code) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={one.languages.includes(code)}
            onChange={(event) => {
              const rest = one.languages.filter((other) => other !== code)
              onChange(event.currentTarget.checked ? [...rest, code] : rest)
            }}
          />
          {t.languages[code] ?? code}
        </label>
      ))}
    </fieldset>
  )
}
