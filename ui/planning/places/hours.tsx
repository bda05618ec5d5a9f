import type { SeatKind } from '../../../device/contract/places.ts'
import { weekdayIn } from '../dates.ts'
import { DateField, Pick, TimeField } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { type Line, newLine } from './lines.ts'
import { texts } from './texts.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7]

/** Opening hours, a line for each pattern of days. */
export function HoursPart(props: {
  shared: boolean
  kinds: SeatKind[]
  lines: Line[]
  onChange: (lines: Line[]) => void
}) {
  const t = useTexts(texts)
  const { lines, onChange } = props
  return (
    <section class="panel">
      <h2>{t.hours}</h2>
      <p class="hint">{t.hoursHint}</p>
      {lines.map((line, n) => (
        <LineEditor
          // Lines have no name of their own and are never sorted while they are edited.
          key={n}
          n={n}
          line={line}
          shared={props.shared}
          kinds={props.kinds}
          onChange={(next) => onChange(lines.map((one, at) => (at === n ? next : one)))}
          onRemove={() => onChange(lines.filter((_, at) => at !== n))}
        />
      ))}
      <div class="act">
        <button type="button" class="button button-secondary" onClick={() => onChange([...lines, newLine()])}>
          {t.addLine}
        </button>
      </div>
    </section>
  )
}

function LineEditor(props: {
  n: number
  line: Line
  shared: boolean
  kinds: SeatKind[]
  onChange: (line: Line) => void
  onRemove: () => void
}) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { n, line, onChange } = props
  const id = (name: string) => `${name}-${n}`
  const kinds = [...new Set([...props.kinds, ...(line.kind ? [line.kind] : [])])]
  const time = (name: 'opens' | 'closes') => (
    <TimeField
      id={id(name)}
      label={t[name]}
      min="03:00"
      value={line[name]}
      onMinute={(minute) => onChange({ ...line, [name]: minute })}
    />
  )
  const keep = (name: 'keepPhone' | 'keepStandby') => (
    <div class="field short">
      <label for={id(name)}>{t[name]}</label>
      <input
        class="form-input"
        id={id(name)}
        type="number"
        min={0}
        max={50}
        value={line[name]}
        onInput={(event) => onChange({ ...line, [name]: Number(event.currentTarget.value) || 0 })}
      />
    </div>
  )
  const season = (name: 'firstDay' | 'lastDay', label: string) => (
    <DateField
      id={id(name)}
      label={label}
      value={line[name] ?? ''}
      onDay={(day) => onChange({ ...line, [name]: day || null })}
    />
  )
  return (
    <fieldset class="line">
      <legend class="unseen">{t.line(n + 1)}</legend>
      <div class="fields">
        <Pick
          id={id('kind')}
          size="short"
          label={t.forWhat}
          options={[['', props.shared ? t.allShared : t.whole], ...kinds.map((kind) => [kind, t.kinds[kind]] as const)]}
          value={line.kind ?? ''}
          onPick={(kind) => onChange({ ...line, kind: (kind || null) as SeatKind | null })}
        />
        <fieldset class="field days" aria-label={t.days}>
          <span class="label">{t.days}</span>
          <span class="ticks flat">
            {WEEK.map((weekday) => (
              <label key={weekday} title={weekdayIn(language, weekday)}>
                <input
                  type="checkbox"
                  aria-label={weekdayIn(language, weekday)}
                  checked={line.weekdays.includes(weekday)}
                  onChange={(event) => {
                    const rest = line.weekdays.filter((one) => one !== weekday)
                    const weekdays = event.currentTarget.checked ? [...rest, weekday].sort() : rest
                    onChange({ ...line, weekdays })
                  }}
                />
                {weekdayIn(language, weekday, 'short')}
              </label>
            ))}
          </span>
        </fieldset>
        {time('opens')}
        {time('closes')}
        <div class="field short">
          <label for={id('weeks')}>{t.weeks}</label>
          <select
            class="form-select"
            id={id('weeks')}
            value={line.weeks}
            onChange={(event) => onChange({ ...line, weeks: event.currentTarget.value as Line['weeks'] })}
          >
            {(['all', 'even', 'odd'] as const).map((one) => (
              <option key={one} value={one}>
                {t.week[one]}
              </option>
            ))}
          </select>
        </div>
        {!props.shared && keep('keepPhone')}
        {!props.shared && keep('keepStandby')}
        <button type="button" class="plain low" aria-label={t.removeOf(t.line(n + 1))} onClick={props.onRemove}>
          {t.remove}
        </button>
      </div>
      <details open={line.firstDay !== null || line.lastDay !== null}>
        <summary>{t.season}</summary>
        <div class="fields">
          {season('firstDay', t.from)}
          {season('lastDay', t.to)}
        </div>
      </details>
    </fieldset>
  )
}
