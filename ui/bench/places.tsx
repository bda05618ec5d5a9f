import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { BenchCitizen, BenchState } from '../../device/contract/bench.ts'
import type { DeviceKind } from '../../device/contract/nouns.ts'
import type { Act, FingerCondition } from './act.ts'
import { CARD } from './citizen.tsx'
import { Choice, Picture } from './parts.tsx'
import { useWords } from './words.ts'

/** A whole read is some hundred APDUs, most of them the portrait: this many falls inside it. */
const MIDDLE_OF_READING = 40

type PlaceProps = { state: BenchState; act: Act }

/** One place of the box, on which a citizen's card can be dropped. */
function Place(props: {
  name: string
  devices: DeviceKind[]
  state: BenchState
  act: Act
  onDrop?: (citizen: BenchCitizen) => void
  children: ComponentChildren
}) {
  const t = useWords()
  const { state, act, onDrop } = props
  const [over, setOver] = useState(false)
  const out = props.devices.every((device) => !state.plugged[device])
  const takes = (event: DragEvent) => onDrop !== undefined && event.dataTransfer?.types.includes(CARD)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; every card has buttons too
    <section
      class={`place ${props.name} ${over ? 'over' : ''} ${out ? 'out' : ''}`}
      onDragOver={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        const citizen = event.dataTransfer?.getData(CARD)
        if (!citizen) return
        event.preventDefault()
        onDrop?.(citizen as BenchCitizen)
      }}
    >
      <div class="plugs">
        {props.devices.map((device) => (
          <div key={device} class="plug">
            <h3>{t.device[device]}</h3>
            <label>
              <input
                type="checkbox"
                role="switch"
                aria-label={t.plugOf(t.device[device])}
                checked={state.plugged[device]}
                aria-checked={state.plugged[device]}
                onChange={(event) => act({ is: 'plug', device, in: event.currentTarget.checked })}
              />
              <span>{state.plugged[device] ? t.plugged : t.unplugged}</span>
            </label>
          </div>
        ))}
      </div>
      <div class="inside">{props.children}</div>
    </section>
  )
}

export function CameraPlace({ state, act }: PlaceProps) {
  const t = useWords()
  const who = state.citizens.find(({ id }) => id === state.standing)
  const stand = (citizen: BenchCitizen | null) => act({ is: 'stand', citizen, condition: state.cameraCondition })
  return (
    <Place name="camera" devices={['camera']} state={state} act={act} onDrop={stand}>
      <Picture citizen={who} empty={t.stage.empty} class={`standing ${state.cameraCondition}`}>
        {state.cameraFrozen && <span class="badge badge-info">{t.stage.frozen}</span>}
      </Picture>
      <div class="controls">
        <Choice
          name="stand"
          label={t.stage.how}
          words={t.camera}
          value={state.cameraCondition}
          onChoose={(condition) => act({ is: 'stand', citizen: state.standing, condition })}
        />
        {(['turn-left', 'turn-right', 'close-eyes'] as const).map((move) => (
          <button key={move} type="button" class="do" disabled={!who} onClick={() => act({ is: 'move', move })}>
            {t.stage.move[move]}
          </button>
        ))}
        <label class="check">
          <input
            type="checkbox"
            checked={state.cameraFrozen}
            onChange={(event) => act({ is: 'freeze-camera', frozen: event.currentTarget.checked })}
          />
          {t.stage.freeze}
        </label>
        <button type="button" class="do" disabled={!who} onClick={() => stand(null)}>
          {t.stage.leave}
        </button>
      </div>
      <Telephone state={state} act={act} />
    </Place>
  )
}

/** A code from a message, held up to check in. */
function Telephone({ state, act }: PlaceProps) {
  const t = useWords().stage
  const [text, setText] = useState('')
  const held = Boolean(state.code)
  return (
    <form
      class="controls"
      onSubmit={(event) => {
        event.preventDefault()
        act({ is: 'hold-code', text: held ? null : text.trim() })
      }}
    >
      <label>
        {t.code}
        <input value={text} maxLength={300} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" class="do" disabled={!held && text.trim() === ''}>
        {held ? t.putAway : t.holdUp}
      </button>
    </form>
  )
}

export function ReaderPlace({ state, act }: PlaceProps) {
  const t = useWords()
  const who = state.citizens.find(({ id }) => id === state.onReader)
  const putDown = (citizen: BenchCitizen) => act({ is: 'put-down', citizen })
  return (
    <Place name="reader" devices={['mrz', 'card']} state={state} act={act} onDrop={putDown}>
      <div class={who ? 'passport' : 'passport empty'}>
        {who && <img src={who.picture} alt="" />}
        <span>{who ? t.reader.holds(who.name) : state.otherOnReader ? t.reader.other : t.reader.empty}</span>
      </div>
      <div class="controls">
        <button
          type="button"
          class="do"
          disabled={!who && !state.otherOnReader}
          onClick={() => act({ is: 'pull-out' })}
        >
          {t.reader.pull}
        </button>
        <button
          type="button"
          class="do"
          disabled={!who}
          onClick={() => act({ is: 'pull-out', afterApdus: MIDDLE_OF_READING })}
        >
          {t.reader.pullMiddle}
        </button>
        <button type="button" class="do" onClick={() => act({ is: 'damaged-mrz' })}>
          {t.reader.damaged}
        </button>
        <button type="button" class="do" onClick={() => act({ is: 'other-card', card: 'driving-licence' })}>
          {t.reader.licence}
        </button>
        <button type="button" class="do" onClick={() => act({ is: 'other-card', card: 'health-card' })}>
          {t.reader.health}
        </button>
      </div>
    </Place>
  )
}

export function FingerPlace(props: PlaceProps & { touch: FingerCondition; onTouch: (next: FingerCondition) => void }) {
  const t = useWords()
  const { state, act, touch } = props
  const { finger } = state
  const who = state.citizens.find(({ id }) => id === finger?.citizen)
  const lay = (citizen: BenchCitizen, condition: FingerCondition) =>
    act({ is: 'finger', citizen, position: finger?.position ?? 'right-index', condition })
  return (
    <Place name="finger" devices={['finger']} state={state} act={act} onDrop={(citizen) => lay(citizen, touch)}>
      <Picture citizen={who} empty={t.sensor.empty} class="touching">
        {finger && <span class="badge badge-info">{t.position[finger.position]}</span>}
      </Picture>
      <div class="controls">
        <Choice
          name="finger"
          label={t.sensor.how}
          words={t.finger}
          value={finger?.condition ?? touch}
          onChoose={(next) => {
            props.onTouch(next)
            if (finger) lay(finger.citizen, next)
          }}
        />
        <button type="button" class="do" disabled={!finger} onClick={() => act({ is: 'finger', citizen: null })}>
          {t.sensor.lift}
        </button>
        <Choice
          name="sensor"
          label={t.sensorKind}
          words={t.sensors}
          value={state.sensor}
          onChoose={(driver) => act({ is: 'sensor', driver })}
        />
        <p class="small">{t.sensorNote}</p>
      </div>
    </Place>
  )
}

export function PrinterPlace({ state, act }: PlaceProps) {
  const t = useWords()
  return (
    <Place name="printer" devices={['printer']} state={state} act={act}>
      <p class="pages">
        <span>{t.paper.pages(state.pages)}</span>
        {state.pages > 0 && (
          <>
            {' '}
            <a href={`/paper.pdf?${state.pages}`} target="_blank" rel="noreferrer">
              {t.paper.see}
            </a>
          </>
        )}
        {state.slips && (
          <>
            <br />
            {t.paper.slips(state.slips.count)}
          </>
        )}
      </p>
      <div class="controls">
        <Choice
          name="printer"
          label={t.paper.how}
          words={t.printer}
          value={state.printer}
          onChoose={(condition) => act({ is: 'printer', condition })}
        />
      </div>
      {state.slips?.last && <pre class="slip">{state.slips.last.trim()}</pre>}
    </Place>
  )
}

export function TerminalPlace({ state, act }: PlaceProps) {
  const t = useWords()
  const { manner, display, charges, kroner } = state.terminal
  return (
    <Place name="terminal" devices={['payment']} state={state} act={act}>
      <p class="pages">
        {t.money.display} <b>{display.join(' · ')}</b>
        <br />
        {t.money.booked(charges, kroner.toFixed(2))}
      </p>
      <div class="controls">
        <Choice
          name="terminal"
          label={t.money.how}
          words={t.terminal}
          value={manner}
          onChoose={(next) => act({ is: 'terminal', manner: next })}
        />
      </div>
    </Place>
  )
}
