import { useState } from 'preact/hooks'
import type { BoxView } from '../../device/contract/fleet-view.ts'
import { ask } from '../shared/hub.ts'
import { Alarms } from './alarms.tsx'
import { BoxLog } from './box-log.tsx'
import { ConfigForm } from './config/form.tsx'
import { AcceptCodeForm, EndForm, MoveForm, ServiceForm, TestBoxForm } from './forms.tsx'
import { History } from './history.tsx'
import { Devices, StateChip } from './list.tsx'
import { long, megabytes, useWords, when } from './words.ts'

/** One box: how it is, what is wrong, and everything a technician may do with it. */
export function BoxPage({
  box,
  boxes,
  people,
  me,
  onBack,
  onChange,
}: {
  box: BoxView
  boxes: readonly BoxView[]
  people: readonly string[]
  me: string
  onBack: () => void
  onChange: () => Promise<void>
}) {
  const t = useWords()
  const [problem, setProblem] = useState<string | null>(null)
  /** Its configuration comes first, and stays there while this page is open. */
  const [isNew] = useState(box.config === null)
  const act = async (method: 'POST' | 'PUT', path: string, body: object) => {
    setProblem(null)
    try {
      const answer = await ask<unknown>(method, path, body)
      await onChange()
      return answer
    } catch (error) {
      setProblem((error as Error).message)
      return undefined
    }
  }
  const others = boxes.filter((one) => one.box !== box.box && one.config !== null)
  const config = <ConfigForm box={box} others={others} onSent={onChange} />
  const open = box.state === 'enrolled' || box.state === 'retiring'
  const acts = open && (
    <div>
      {isNew && config}
      {box.accepted === null && !box.inService && <AcceptCodeForm box={box} act={act} />}
      <ServiceForm box={box} act={act} />
      <MoveForm box={box} act={act} />
      {!isNew && config}
      <TestBoxForm box={box} act={act} />
      <EndForm box={box} act={act} />
    </div>
  )
  return (
    <>
      <button type="button" class="link" onClick={onBack}>
        ← {t.title}
      </button>
      <div class="line">
        <h1>{box.name}</h1>
        <span>{box.place}</span>
        <StateChip box={box} />
        {box.connected && <span class="quiet">{box.visit ? t.visit.on : t.visit.off}</span>}
      </div>
      {box.keyHome === 'software' && open && <p class="flag bad">{t.software}</p>}
      {problem && (
        <p class="flag bad" role="alert">
          {problem}
        </p>
      )}
      <div class="columns">
        {isNew && acts}
        <div>
          <Alarms box={box} people={people} me={me} act={act} />
          <section class="panel">
            <h2>{t.facts.head}</h2>
            <Devices box={box} />
            <Facts box={box} />
          </section>
          <History box={box.box} />
          <BoxLog key={box.box} box={box} />
        </div>
        {!isNew && acts}
      </div>
    </>
  )
}

function Facts({ box }: { box: BoxView }) {
  const t = useWords()
  const { health, config } = box
  const rows: [string, string | null][] = [
    [t.facts.seen, when(t, box.lastSeen)],
    [t.facts.lastVisit, when(t, box.lastVisit)],
    [t.facts.accepted, when(t, box.accepted)],
    [t.facts.software, box.software],
    [
      t.facts.config,
      config && `${config.version}, ${t.facts.configState[config.state]}${config.why ? `: ${config.why}` : ''}`,
    ],
    [t.facts.key, t.facts.keyHome[box.keyHome]],
    [t.facts.certificate, when(t, box.certificateUntil)],
    [t.facts.uptime, health && long(t, health.uptime.machine)],
    [t.facts.temperature, health && (health.temperature === null ? t.unknown : `${Math.round(health.temperature)} °C`)],
    [t.facts.disk, health && megabytes(t, health.disk.free)],
    [t.facts.memory, health && megabytes(t, health.memory)],
    [t.facts.outbox, health && String(health.outbox)],
    [
      t.facts.screen,
      health && (health.screenMs === null ? t.unknown : `${long(t, health.screenMs / 1000)} ${t.facts.ago}`),
    ],
    [t.facts.slot, health?.slot ?? null],
    [
      t.facts.update,
      health?.update
        ? `${health.update.version}: ${t.facts.updateState[health.update.is]}${health.update.why && health.update.is === 'refused' ? ` (${health.update.why})` : ''}`
        : null,
    ],
    ...paperRows(box, t),
    ...(health?.consumables ?? []).map(({ name, level }): [string, string] => [
      `${t.facts.consumables}: ${name}`,
      level === null ? t.unknown : `${Math.round(level * 100)} %`,
    ]),
  ]
  return (
    <dl class="facts">
      {rows.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function paperRows({ paper }: BoxView, t: ReturnType<typeof useWords>): [string, string | null][] {
  if (!paper) return []
  const { condition, warnings, slips, left, open, waiting } = paper
  const said = (one: string) => t.facts.part[one] ?? one
  const words = (...all: (string | null | false)[]) => all.flatMap((one) => (one ? [said(one)] : [])).join(', ')
  return [
    [t.facts.printer, words(condition, ...warnings, left && 'left')],
    [t.facts.slips, slips && words(slips.condition, ...slips.warnings)],
    [t.facts.open, open + waiting.length > 0 ? t.facts.waits(open, waiting.length) : null],
  ]
}
