import type { DeskView } from '../../device/contract/desk.ts'
import type { FaultCode } from '../../device/contract/faults.ts'
import { useWords } from './words.ts'

/** What was tried at the box, how often and why it failed: somebody who needed nine tries is looked at twice. */
export function HistoryPanel({ history }: { history: NonNullable<DeskView['history']> }) {
  const all = useWords()
  const t = all.together.history
  if (history.length === 0) return null
  const again = (n: number) => history.slice(0, n).some(({ step }) => step === history[n]!.step)
  const reasons = (of: Record<string, number>) =>
    Object.entries(of).map(([code, n]) => `${all.fault[code as FaultCode] ?? code}${n > 1 ? ` (${n})` : ''}`)
  return (
    <details class="panel history">
      <summary>
        <h2>{t.head}</h2> <span class="small">{t.sum(history.reduce((sum, { tries }) => sum + tries, 0))}</span>
      </summary>
      <ol>
        {history.map((one, n) => (
          <li key={`${one.step} ${one.at}`}>
            <time dateTime={one.at}>{new Date(one.at).toLocaleTimeString(all.alarm.locale)}</time> {all.step[one.step]}
            {again(n) && <b> · {t.again}</b>}
            {one.tries > 1 && ` · ${t.tries(one.tries)}`}
            {reasons(one.reasons).map((reason) => (
              <span key={reason} class="small">
                {' '}
                · {reason}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </details>
  )
}
