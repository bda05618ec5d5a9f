/** The fields that several pages have: one of a list, a date, a time of day. With `name` part of a form, with `on…` told at once. */
import { minuteOf, timeField } from './dates.ts'

type Base = { id: string; label: string; name?: string; size?: 'tiny' | 'short' }

const sized = (size: Base['size']) => (size ? `field ${size}` : 'field')

/** What can be chosen, as the value and its words. */
export type Options = readonly (readonly [value: string, text: string])[]
export const named = (list: readonly { id: string | number; name: string }[]): Options =>
  list.map(({ id, name }) => [String(id), name] as const)

export function Pick(props: Base & { options: Options; value?: string | undefined; onPick?: (value: string) => void }) {
  const { id, label, name, size, options, value, onPick } = props
  return (
    <div class={sized(size)}>
      <label for={id}>{label}</label>
      <select
        class="form-select"
        id={id}
        name={name}
        value={value}
        onChange={(event) => onPick?.(event.currentTarget.value)}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

/** `YYYY-MM-DD`; '' where none is given. */
export function DateField(
  props: Base & { value?: string | undefined; required?: boolean; hint?: string; onDay?: (day: string) => void },
) {
  const { id, label, name, size = 'short', value, required, hint, onDay } = props
  return (
    <div class={sized(size)}>
      <label for={id}>{label}</label>
      <input
        class="form-input"
        id={id}
        name={name}
        type="date"
        required={required}
        value={value}
        aria-describedby={hint && `${id}-hint`}
        onChange={(event) => onDay?.(event.currentTarget.value)}
      />
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}

/** Minutes after midnight. Not told of what is not a time. */
export function TimeField(props: Base & { value: number; min?: string; onMinute?: (minute: number) => void }) {
  const { id, label, name, size = 'tiny', value, min, onMinute } = props
  return (
    <div class={sized(size)}>
      <label for={id}>{label}</label>
      <input
        class="form-input"
        id={id}
        name={name}
        type="time"
        step={300}
        min={min}
        required
        value={timeField(value)}
        onInput={(event) => {
          const minute = minuteOf(event.currentTarget.value)
          if (minute !== null) onMinute?.(minute)
        }}
      />
    </div>
  )
}
