import type { SeatKind } from '../../../device/contract/places.ts'
import { minuteOf, timeField, weekdayIn } from '../dates.ts'
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
    <div class="field tiny">
      <label for={id(name)}>{t[name]}</label>
      <input
        class="form-input"
        id={id(name)}
        type="time"
        step={300}
        min="03:00"
        value={timeField(line[name])}
        required
        onInput={(event) => {
          const minute = minuteOf(event.currentTarget.value)
          if (minute !== null) onChange({ ...line, [name]: minute })
        }}
      />
    </div>
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
    <div class="field short">
      <label for={id(name)}>{label}</label>
      <input
        class="form-input"
        id={id(name)}
        type="date"
        value={line[name] ?? ''}
        onInput={(event) => onChange({ ...line, [name]: event.currentTarget.value || null })}
      />
    </div>
  )
  return (
    <fieldset class="line">
      <legend class="unseen">{t.line(n + 1)}</legend>
      <div class="fields">
        <div class="field short">
          <label for={id('kind')}>{t.forWhat}</label>
          <select
            class="form-select"
            id={id('kind')}
            value={line.kind ?? ''}
            onChange={(event) => onChange({ ...line, kind: (event.currentTarget.value || null) as SeatKind | null })}
          >
            <option value="">{props.shared ? t.allShared : t.whole}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t.kinds[kind]}
              </option>
            ))}
          </select>
        </div>
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
