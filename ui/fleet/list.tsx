import type { BoxView } from '../../device/contract/fleet-view.ts'
import type { Texts } from './texts/da.ts'
import { partOf, useWords, when, words } from './words.ts'

export type BoxState = keyof Texts['state']

/** The one word for a box. */
export function stateOf(box: BoxView): BoxState {
  if (box.state !== 'enrolled') return box.state
  if (!box.connected) return 'silent'
  if (box.outOfService) return 'out'
  return box.inService ? 'in-service' : 'untested'
}
const looks: Record<BoxState, string> = {
  'in-service': 'good',
  out: 'warn',
  untested: 'warn',
  silent: 'bad',
  retiring: 'warn',
  revoked: 'quiet',
  retired: 'quiet',
}

export function StateChip({ box }: { box: BoxView }) {
  const t = useWords()
  const state = stateOf(box)
  return <span class={`chip ${looks[state]}`}>{t.state[state]}</span>
}

export function Devices({ box }: { box: BoxView }) {
  const t = useWords()
  if (!box.devices) return null
  return (
    <ul class="devices">
      {Object.entries(box.devices).map(([kind, is]) => (
        <li key={kind} class={is === 'ready' ? 'good' : is === 'opening' ? 'warn' : 'bad'}>
          {t.device[kind as keyof Texts['device']]}: {t.presence[is]}
        </li>
      ))}
    </ul>
  )
}

/** Every box on one page, those that want somebody first. */
export function ListPage({ boxes, onChoose }: { boxes: readonly BoxView[]; onChoose: (box: string) => void }) {
  const t = useWords()
  const open = boxes.filter(({ state }) => state === 'enrolled' || state === 'retiring')
  const loud = (box: BoxView) => box.alarms.filter(({ silentUntil }) => silentUntil === null).length
  const sorted = [...boxes].sort((a, b) => loud(b) - loud(a))
  const counts = [
    [open.length, t.summary.boxes],
    [open.filter(({ inService, connected }) => inService && connected).length, t.summary.inService],
    [open.filter(({ visit, connected }) => connected && visit).length, t.summary.visits],
    [open.reduce((sum, box) => sum + loud(box), 0), t.summary.alarms],
  ] as const
  if (boxes.length === 0) return <p>{t.none}</p>
  return (
    <>
      <h1>{t.title}</h1>
      <p class="summary">
        {counts.map(([count, word]) => (
          <span key={word}>
            <b>{count}</b> {word}
          </span>
        ))}
      </p>
      <ul class="boxes">
        {sorted.map((box) => (
          <li key={box.box} class="panel" data-box={box.name}>
            <div class="line">
              <h2>
                <button type="button" class="link" onClick={() => onChoose(box.box)}>
                  {box.name}
                </button>
              </h2>
              <span>{box.place}</span>
              <StateChip box={box} />
              {box.connected && <span class="quiet">{box.visit ? t.visit.on : t.visit.off}</span>}
              <span class="grow" />
              <span class="quiet">
                {t.facts.seen} {when(t, box.lastSeen)}
              </span>
            </div>
            {box.keyHome === 'software' && (box.state === 'enrolled' || box.state === 'retiring') && (
              <p class="flag bad small">{t.software}</p>
            )}
            {box.alarms.map((alarm) => (
              <p key={alarm.id} class={`flag ${alarm.silentUntil ? 'quiet' : 'bad'}`}>
                <b>
                  {t.alarm.kinds[alarm.kind].what}
                  {alarm.part && `: ${partOf(t, alarm.part)}`}
                </b>{' '}
                {(t === words.en && alarm.do) || t.alarm.kinds[alarm.kind].do}
                {alarm.handedTo ? ` (${alarm.handedTo})` : ''}
              </p>
            ))}
            <Devices box={box} />
          </li>
        ))}
      </ul>
    </>
  )
}
