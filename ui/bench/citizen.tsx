import type { BenchState } from '../../device/contract/bench.ts'
import type { FingerPosition } from '../../device/contract/nouns.ts'
import type { Act, FingerCondition } from './act.ts'
import { useWords } from './words.ts'

/** What a dragged card carries: the citizen's id. */
export const CARD = 'application/x-citizen'

/** What stands in for an index finger. */
const OTHER: readonly FingerPosition[] = [
  'right-thumb',
  'left-thumb',
  'right-middle',
  'left-middle',
  'right-ring',
  'left-ring',
]

export function CitizenCard(props: {
  citizen: BenchState['citizens'][number]
  state: BenchState
  touch: FingerCondition
  act: Act
}) {
  const t = useWords()
  const { citizen, state, touch, act } = props
  const { id, name } = citizen
  const button = (label: string, on: boolean, doIt: () => void) => (
    <button type="button" class={on ? 'do on' : 'do'} aria-label={t.withName(label, name)} onClick={doIt}>
      {label}
    </button>
  )
  return (
    <li
      class="citizen"
      draggable
      onDragStart={(event) => {
        event.dataTransfer?.setData(CARD, id)
      }}
    >
      <img src={citizen.picture} alt="" draggable={false} />
      <div class="about">
        <h3>{name}</h3>
        <p class="special">{t.special[id]}</p>
        <p class="small">{t.born(citizen.dateOfBirth)}</p>
        <p class="small">{t.source(citizen.source, citizen.singleSource)}</p>
      </div>
      <div class="acts">
        {button(t.putDown, state.onReader === id, () => act({ is: 'put-down', citizen: id }))}
        {button(t.stand, state.standing === id, () =>
          act({ is: 'stand', citizen: id, condition: state.cameraCondition }),
        )}
        {(['right-index', 'left-index'] as const).map((position) =>
          button(t.lay[position], state.finger?.citizen === id && state.finger.position === position, () =>
            act({ is: 'finger', citizen: id, position, condition: touch }),
          ),
        )}
        <select
          class="form-select"
          aria-label={t.withName(t.lay.other, name)}
          value=""
          onChange={(event) => {
            const position = event.currentTarget.value as FingerPosition
            if (position) act({ is: 'finger', citizen: id, position, condition: touch })
          }}
        >
          <option value="">{t.lay.other}</option>
          {OTHER.map((position) => (
            <option key={position} value={position}>
              {t.position[position]}
            </option>
          ))}
        </select>
      </div>
    </li>
  )
}
