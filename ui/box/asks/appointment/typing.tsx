import { Keyboard } from '../../call/keyboard.tsx'
import { useStage } from '../../stage.ts'

type Props = {
  id: string
  label: string
  value: string
  max: number
  /** Capitals: a code, or the first letters of a name. */
  shape: 'code' | 'name'
  onChange: (value: string) => void
}

const shaped = (value: string, shape: Props['shape']) =>
  shape === 'code'
    ? value.toUpperCase().replace(/[^A-Z0-9 ]/g, '')
    : value.replace(/(^|[\s-])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())

/** A line of text for a screen without a keyboard; one that is plugged in works too. */
export function Typing({ id, label, value, max, shape, onChange }: Props) {
  const { t } = useStage()
  const put = (next: string) => onChange(shaped(next, shape).slice(0, max))
  return (
    <div class="typing">
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode="none"
        autoComplete="off"
        value={value}
        maxLength={max}
        onInput={(event) => put(event.currentTarget.value)}
      />
      <Keyboard
        label={t.appointment.code.keyboard}
        space={t.appointment.code.space}
        erase={t.appointment.code.erase}
        onKey={(key) => put(value + key)}
        onErase={() => onChange(value.slice(0, -1))}
      />
    </div>
  )
}
