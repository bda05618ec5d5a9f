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

/** The new portrait: what was measured under which rule, and whether somebody was there. */
export function PortraitPanel({ portraits }: { portraits: Portraits | undefined }) {
  const t = useWords().portrait
  const quality = portraits?.quality
  // What is in order is said in one line below the faces.
  if (!portraits || !quality || inOrder(portraits)) return null
  return (
    <section class="panel quality">
      <h2>{t.quality.head}</h2>
      {portraits.way && (
        <p class="flag warn" data-way={portraits.way}>
          {t.way[portraits.way]}
        </p>
      )}
      <Reasons quality={quality} />
      <Signals signals={portraits.signals} />
    </section>
  )
}

/** Nothing outside its limits, nothing against a living person, no way of the citizen's own. */
function inOrder({ quality, signals, way }: Portraits): boolean {
  return quality?.verdict === 'sound' && way === null && signals.every(({ is }) => is !== 'suspicious')
}

function Reasons({ quality: { verdict, reasons } }: { quality: PortraitQuality }) {
  const t = useWords().portrait
  return (
    <div class={`verdict ${verdict === 'sound' ? 'good' : 'warn'}`} data-quality={verdict}>
      <b>{t.quality[verdict]}</b>
      {reasons.map(({ measure, component, rule }) => (
        <span key={measure}>
          {t.rule[rule]} <span class="small">({t.quality.measured(measure, component)})</span>
        </span>
      ))}
      {reasons.length > 0 && <span class="small">{t.law}</span>}
    </div>
  )
}

/** What the machine cannot say, all that it measured, and the tick that a person has looked. */
export function PortraitChecklist(props: {
  portraits: Portraits | undefined
  ticks: Ticks
  onTicks: ((ticks: Ticks) => void) | null
}) {
  const words = useWords()
  const t = words.portrait
  const { portraits, ticks, onTicks } = props
  if (!portraits?.quality) return null
  const { quality, comparison } = portraits
  const { measures } = quality
  const assessed = measures.filter((one) => one.assessed).length
  const live = portraits.signals.filter(({ is }) => is === 'live').length
  const of = (name: HumanCheck) => quality.measures.find((one) => one.name === name)
  const asked = [
    ...whereUnassessed.filter((name) => !of(name)?.assessed),
    ...(of('BackgroundUniformity')?.method === 'standard' ? [] : (['BackgroundUniformity'] as const)),
    ...always,
  ]
  return (
    <div class="checklist">
      <details open={quality.verdict !== 'sound'}>
        <summary>{inOrder(portraits) ? `${t.quality.sound} ${t.signals.sum(live)}` : t.check.head}</summary>
        {inOrder(portraits) && <p class="small">{t.check.head}</p>}
        <ul class="list">
          {asked.map((name) => (
            <li key={name}>{t.check[name]}</li>
          ))}
        </ul>
        <p class="small">{t.quality.all(assessed, measures.length)}</p>
        {comparison && (
          <p class="small">
            {t.set(numberIn(words, comparison.falseMatchRate, 'percent'), numberIn(words, comparison.distance))}
          </p>
        )}
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
        {inOrder(portraits) && <Signals signals={portraits.signals} />}
      </details>
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
  const speaks = signals.filter((one) => one.is === 'live').length
  const challenge = signals.find(({ signal }) => signal === 'challenge')
  return (
    <details class="signals" open={against.length > 0}>
      <summary>
        {t.head}{' '}
        {against.length
          ? against.map(({ signal }) => `${t.signal[signal]}: ${t.is.suspicious}`).join('. ')
          : t.sum(speaks)}
      </summary>
      <ul class="list">
        {signals.map(({ signal, is, measured }) => (
          <li key={signal} data-signal={signal} data-is={is} class={is === 'suspicious' ? 'flag warn' : ''}>
            <b>{t.signal[signal]}</b>: {t.is[is]}{' '}
            <span class="small">
              {Object.entries(measured)
                .map(
                  ([name, value]) => `${t.measured[name as keyof typeof t.measured] ?? name} ${numberIn(words, value)}`,
                )
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {challenge?.is !== 'live' && <p class="small">{t.undone}</p>}
      <p class="small">{t.limits}</p>
    </details>
  )
}
