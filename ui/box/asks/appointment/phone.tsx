import { Keypad } from '../../frame/keypad.tsx'
import { useStage } from '../../stage.ts'

type Props = { value: string; onChange: (value: string) => void }

/** A telephone number, shown in pairs as Danes read one; a keyboard that is plugged in works too. */
export function PhoneNumber({ value, onChange }: Props) {
  const { t } = useStage()
  const w = t.appointment.who
  const set = (next: string) => onChange(next.replace(/[^\d+]/g, '').slice(0, 14))
  return (
    <div class="phone">
      <label for="phone">{w.phoneLabel}</label>
      <input
        id="phone"
        inputMode="none"
        autoComplete="off"
        value={value.replace(/(\d{2})(?=\d)/g, '$1 ')}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <Keypad
        label={w.keypad}
        erase={t.appointment.code.erase}
        onKey={(key) => set(value + key)}
        onErase={() => onChange(value.slice(0, -1))}
      />
    </div>
  )
}
