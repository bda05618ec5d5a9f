const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '0']

type Props = { label: string; erase: string; onKey(key: string): void; onErase(): void }

/** The kiosk has no keyboard. */
export function Keypad({ label, erase, onKey, onErase }: Props) {
  return (
    <fieldset class="keypad">
      <legend class="sr-only">{label}</legend>
      {digits.map((key) => (
        <button key={key} type="button" class="button key" onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
      <button type="button" class="button key" aria-label={erase} onClick={onErase}>
        <svg viewBox="0 0 40 40" aria-hidden="true" class="icon">
          <path
            d="M13 8h23v24H13L3 20zM19 15l10 10M29 15L19 25"
            fill="none"
            stroke="currentColor"
            stroke-width="3.5"
            stroke-linejoin="round"
            stroke-linecap="round"
          />
        </svg>
      </button>
    </fieldset>
  )
}
