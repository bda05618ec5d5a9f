import type { DeskView } from '../../device/contract/desk.ts'
import type { Ticks } from './decision.ts'
import { recordedBy } from './decision.ts'
import { useWords } from './words.ts'

/** Whether an approval with these ticks would need another caseworker's as well, or adds to one. */
export function approvals(view: DeskView, ticks: Ticks): 'one' | 'first' | 'second' {
  const { fourEyes } = view
  if (!fourEyes) return 'one'
  if (fourEyes.first) return 'second'
  const rests = recordedBy(view, ticks).some((one) => fourEyes.recorded.includes(one))
  return fourEyes.always || rests ? 'first' : 'one'
}

/** Two must approve: who has, and on what. */
export function SecondPanel({ view, ticks }: { view: DeskView; ticks: Ticks }) {
  const all = useWords()
  const t = all.together.second
  const is = approvals(view, ticks)
  if (is === 'one') return null
  const first = view.fourEyes?.first
  return (
    <section class="panel second" data-approvals={is}>
      <h2>{t.head}</h2>
      {!first && <p class="flag">{t.always}</p>}
      {first && (
        <>
          <p class="flag">
            {t.first(first.caseworker.name, new Date(first.at).toLocaleTimeString(all.alarm.locale).slice(0, 5))}
          </p>
          {(first.recorded.length > 0 || first.witness) && (
            <dl class="facts">
              {first.recorded.length > 0 && <dt>{t.recorded}</dt>}
              {first.recorded.map((one) => (
                <dd key={one}>{t.records[one]}</dd>
              ))}
              {first.witness && <dt>{t.witness}</dt>}
              {first.witness && (
                <dd>
                  {first.witness.name} ({first.witness.relation}; {first.witness.proof})
                </dd>
              )}
            </dl>
          )}
        </>
      )}
    </section>
  )
}
