import { useState } from 'preact/hooks'
import type { Caseworker } from '../../device/contract/nouns.ts'
import { ConfirmDialog } from './confirm.tsx'
import { type Decidable, type DecisionVerdict, decisionOver, noTicks, obstacles, type Ticks } from './decision.ts'
import { approvals } from './second.tsx'
import type { Desk, Held } from './store.ts'
import { useWords } from './words.ts'

export function DecideBar(props: { desk: Desk; held: Held; online: boolean; caseworker: Caseworker; ticks: Ticks }) {
  const { desk, held, ticks } = props
  const t = useWords().decide
  /** The view as it was when the confirm step opened: the decision is made over that one. */
  const [confirming, setConfirming] = useState<{ verdict: DecisionVerdict; view: Decidable } | null>(null)
  const { view, result } = held
  const decidable = view?.evidence && props.online ? ({ ...view, evidence: view.evidence } satisfies Decidable) : null
  const left = view ? obstacles(view, ticks) : []
  const sending = held.deciding !== null && result === null
  const over = result === 'taken'
  const open = (verdict: DecisionVerdict) => decidable && setConfirming({ verdict, view: decidable })

  return (
    <section class="decide" aria-label={t.head}>
      <div class="standing">
        <div role="status">
          {sending && <p class="flag">{t.sending}</p>}
          {result && (
            <p class={`flag ${over ? 'good' : 'bad'}`} data-result={result}>
              {t.result[result]}
            </p>
          )}
        </div>
        {!over && view && !view.evidence && <p>{t.notYet}</p>}
        {!over && decidable && left.length > 0 && <p class="why">{t.why}</p>}
        {!over && decidable && left.length === 0 && !sending && !result && <p>{t.ready}</p>}
      </div>
      <div class="verbs">
        {!over && (
          <>
            <button
              type="button"
              class="button button-primary"
              disabled={!decidable || left.length > 0 || sending}
              onClick={() => open('approved')}
            >
              {t.approve}
            </button>
            <button
              type="button"
              class="button button-secondary reject"
              disabled={!decidable || sending}
              onClick={() => open('rejected')}
            >
              {t.reject}
            </button>
            <button
              type="button"
              class="button button-secondary"
              disabled={!decidable || sending}
              onClick={() => open('referred')}
            >
              {t.refer}
            </button>
            <button
              type="button"
              class="button button-secondary"
              disabled={!decidable || sending}
              onClick={() => open('postponed')}
            >
              {t.postpone}
            </button>
            <button type="button" class="button button-tertiary" onClick={() => desk.release('requeue')}>
              {t.requeue}
            </button>
          </>
        )}
        {(over || held.entry?.why === 'help') && (
          <button type="button" class="button button-primary" onClick={() => desk.release('done')}>
            {over ? t.finish : t.finishHelp}
          </button>
        )}
      </div>
      {confirming && (
        <ConfirmDialog
          verdict={confirming.verdict}
          approvals={approvals(confirming.view, ticks)}
          view={confirming.view}
          changed={JSON.stringify(view?.evidence) !== JSON.stringify(confirming.view.evidence)}
          onCancel={() => setConfirming(null)}
          onSign={(reason, note, more) => {
            const by = { claim: held.claim, caseworker: props.caseworker, at: new Date() }
            const counted = confirming.verdict === 'approved' ? ticks : noTicks
            void desk.decide(
              decisionOver(confirming.view, by, { verdict: confirming.verdict, reason, note, ticks: counted, ...more }),
            )
            setConfirming(null)
          }}
        />
      )}
    </section>
  )
}
