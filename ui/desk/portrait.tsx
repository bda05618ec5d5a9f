import { Fragment } from 'preact'
import type { DeskView } from '../../device/contract/desk.ts'
import type { PortraitQuality } from '../../device/contract/portrait.ts'
import type { Ticks } from './decision.ts'
import type { HumanCheck } from './texts/shape.ts'
import { numberIn, useWords } from './words.ts'

type Portraits = DeskView['portraits']

/** What no measure says, or none that can be relied upon: the caseworker looks. A heuristic that found nothing proves nothing. */
const always: readonly HumanCheck[] = ['FaceOcclusionPrevention']
const whereUnassessed: readonly HumanCheck[] = ['ExpressionNeutrality', 'NoHeadCoverings', 'UnifiedQualityScore']

/** The new portrait: what was measured under which rule, what only a person can see, and whether somebody was there. */
export function PortraitPanel(props: {
  portraits: Portraits | undefined
  ticks: Ticks
  onTicks: ((ticks: Ticks) => void) | null
}) {
  const { portraits, ticks, onTicks } = props
  const t = useWords().portrait
  const quality = portraits?.quality
  if (!portraits || !quality) return null
  return (
    <section class="panel quality">
      <h2>{t.quality.head}</h2>
      {portraits.way && (
        <p class="flag warn" data-way={portraits.way}>
          {t.way[portraits.way]}
        </p>
      )}
      <Reasons quality={quality} />
      <Checklist quality={quality} ticks={ticks} onTicks={onTicks} />
      <Signals signals={portraits.signals} />
    </section>
  )
}

function Reasons({ quality }: { quality: PortraitQuality }) {
  const t = useWords().portrait
  const { verdict, reasons, measures } = quality
  const assessed = measures.filter((one) => one.assessed).length
  return (
    <>
      <div class={`verdict ${verdict === 'sound' ? 'good' : 'warn'}`} data-quality={verdict}>
        <strong>{t.quality[verdict]}</strong>
        {reasons.map(({ measure, component, rule }) => (
          <span key={measure}>
            {t.rule[rule]} <span class="small">({t.quality.measured(measure, component)})</span>
          </span>
        ))}
        {reasons.length > 0 && <span class="small">{t.law}</span>}
      </div>
      <details>
        <summary>{t.quality.all(assessed, measures.length)}</summary>
        <dl class="facts small">
          {measures.map(({ name, component, method }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                {component ?? t.quality.none}
                {component !== null && method === 'heuristic' && ` · ${t.quality.heuristic}`}
              </dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </>
  )
}

function Checklist(props: { quality: PortraitQuality; ticks: Ticks; onTicks: ((ticks: Ticks) => void) | null }) {
  const t = useWords().portrait
  const { quality, ticks, onTicks } = props
  const of = (name: HumanCheck) => quality.measures.find((one) => one.name === name)
  const asked = [
    ...whereUnassessed.filter((name) => !of(name)?.assessed),
    ...(of('BackgroundUniformity')?.method === 'standard' ? [] : (['BackgroundUniformity'] as const)),
    ...always,
  ]
  return (
    <div class="checklist">
      <h3>{t.check.head}</h3>
      <ul class="list">
        {asked.map((name) => (
          <li key={name}>{t.check[name]}</li>
        ))}
      </ul>
      {onTicks && (
        <label class="tick">
          <input
            type="checkbox"
            checked={ticks.portrait}
            onChange={(event) => onTicks({ ...ticks, portrait: event.currentTarget.checked })}
          />
          {t.check.done}
        </label>
      )}
    </div>
  )
}

function Signals({ signals }: { signals: Portraits['signals'] }) {
  const words = useWords()
  const t = words.portrait.signals
  if (!signals.length) return null
  const against = signals.filter((one) => one.is === 'suspicious')
  const challenge = signals.find(({ signal }) => signal === 'challenge')
  return (
    <div class="signals">
      <h3>{t.head}</h3>
      <ul class="list">
        {signals.map(({ signal, is, measured }) => (
          <li key={signal} data-signal={signal} data-is={is} class={is === 'suspicious' ? 'flag warn' : ''}>
            <b>{t.signal[signal]}</b>: {t.is[is]}{' '}
            <span class="small">
              {Object.entries(measured)
                .map(([name, value]) => `${name} ${numberIn(words, value)}`)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {challenge?.is !== 'live' && <p class="small">{t.undone}</p>}
      <p class="small">
        {against.length > 0 && <b>{against.map(({ signal }) => t.signal[signal]).join(', ')}. </b>}
        {t.limits}
      </p>
    </div>
  )
}
