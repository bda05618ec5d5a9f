/** The two fields with which a person ends a story of money or paper: how it ended, and why or by which reference. */
type Props<How extends string> = {
  id: string
  ends: readonly How[]
  words: { how: string; why: string; ends: Readonly<Record<How, string>> }
  how: How | ''
  why: string
  whyMax: number
  onHow: (how: How) => void
  onWhy: (why: string) => void
}

/** As the contract wants it (`BillEnd`, `LedgerVerdict`). */
const WHY_MIN = 5

export function HowAndWhy<How extends string>(props: Props<How>) {
  const { id, ends, words, how, why, whyMax, onHow, onWhy } = props
  return (
    <>
      <label for={`${id}-how`}>{words.how}</label>
      <select
        id={`${id}-how`}
        class="form-select"
        required
        value={how}
        onChange={(event) => onHow(event.currentTarget.value as How)}
      >
        <option value="" />
        {ends.map((one) => (
          <option key={one} value={one}>
            {words.ends[one]}
          </option>
        ))}
      </select>
      <label for={`${id}-why`}>{words.why}</label>
      <input
        id={`${id}-why`}
        class="form-input"
        required
        minLength={WHY_MIN}
        maxLength={whyMax}
        value={why}
        onInput={(event) => onWhy(event.currentTarget.value)}
      />
    </>
  )
}
