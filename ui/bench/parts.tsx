import type { ComponentChildren } from 'preact'
import type { BenchState } from '../../device/contract/bench.ts'

/** One of a few, all of them in sight. */
export function Choice<K extends string>(props: {
  name: string
  label: string
  words: Record<K, string>
  value: K
  onChoose: (next: K) => void
}) {
  return (
    <fieldset class="choice">
      <legend>{props.label}</legend>
      <div class="options">
        {(Object.keys(props.words) as K[]).map((key) => (
          <label key={key} class={key === props.value ? 'on' : ''}>
            <input
              type="radio"
              name={props.name}
              value={key}
              checked={key === props.value}
              onChange={() => props.onChoose(key)}
            />
            {props.words[key]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Who is there, as a picture with a name, or the words for nobody. */
export function Picture(props: {
  citizen: BenchState['citizens'][number] | undefined
  empty: string
  class: string
  children?: ComponentChildren
}) {
  return (
    <div class={`picture ${props.class} ${props.citizen ? '' : 'empty'}`}>
      {props.citizen && <img src={props.citizen.picture} alt="" />}
      <span>{props.citizen?.name ?? props.empty}</span>
      {props.children}
    </div>
  )
}
