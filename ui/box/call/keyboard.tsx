const rows = ['1234567890', 'qwertyuiopå', 'asdfghjklæø', 'zxcvbnm,.?']

type Props = { label: string; space: string; erase: string; onKey(key: string): void; onErase(): void }

/** Danish letters in their usual order; small letters are enough to be understood. */
export function Keyboard({ label, space, erase, onKey, onErase }: Props) {
  return (
    <fieldset class="keyboard">
      <legend class="sr-only">{label}</legend>
      {rows.map((row) => (
        <div key={row} class="keyboard-row">
          {[...row].map((key) => (
            <button key={key} type="button" class="button key" onClick={() => onKey(key)}>
              {key}
            </button>
          ))}
        </div>
      ))}
      <div class="keyboard-row">
        <button type="button" class="button key wide" onClick={() => onKey(' ')}>
          {space}
        </button>
        <button type="button" class="button key" onClick={onErase}>
          {erase}
        </button>
      </div>
    </fieldset>
  )
}
