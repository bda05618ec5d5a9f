import type { CheckName, InspectionReport, Verdict } from '../../device/contract/inspection.ts'
import { Proof } from './proof.tsx'
import { dateIn, useWords } from './words.ts'

const checkOrder: readonly CheckName[] = [
  'sodSignature',
  'chain',
  'crl',
  'dgHashes',
  'mrzMatch',
  'validity',
  'aa',
  'ca',
  'pace',
  'bac',
  'ta',
]
/** How grave each verdict is: red says "not genuine or not proven". */
const colour: Record<Verdict, 'good' | 'warn' | 'bad'> = {
  genuine: 'good',
  expired: 'warn',
  'no-chip': 'bad',
  altered: 'bad',
  'signer-unknown': 'bad',
  cloned: 'bad',
  revoked: 'bad',
}
const sign = { passed: '✓', failed: '✗', 'not-possible': '–', 'not-done': '–' }

export function ChipPanel({ report }: { report: InspectionReport | null }) {
  const t = useWords()
  return (
    <section class="panel chip">
      <h2>{t.chip.head}</h2>
      {report ? <Report report={report} /> : <p>{t.chip.none}</p>}
    </section>
  )
}

function Report({ report }: { report: InspectionReport }) {
  const t = useWords()
  const verdict = t.verdict[report.verdict]
  const wasTried = (name: CheckName) => /passed|failed/.test(report.checks[name].result)
  // What a chip does not offer is told on demand: what was tried and came out is what the decision stands on.
  const tried = checkOrder.filter(wasTried)
  const untried = checkOrder.filter((name) => !wasTried(name))
  return (
    <>
      <div class={`verdict ${colour[report.verdict]}`} data-verdict={report.verdict}>
        <strong>{verdict.head}</strong>
        <span>{verdict.means}</span>
      </div>
      <p class="small">
        {t.chip.document} {report.document.number} · {t.chip.state} {report.document.issuingState} · {t.chip.expiry}{' '}
        {dateIn(t, report.document.expiry)}
      </p>
      <Checks report={report} names={tried} />
      <div class="more-checks">
        {untried.length > 0 && (
          <details class="untried">
            <summary>{t.chip.untried(untried.length)}</summary>
            <Checks report={report} names={untried} />
          </details>
        )}
        <Proof report={report} names={checkOrder} />
      </div>
    </>
  )
}

function Checks({ report, names }: { report: InspectionReport; names: readonly CheckName[] }) {
  const t = useWords()
  return (
    <ul class="checks">
      {names.map((name) => {
        const { result, reason } = report.checks[name]
        const why = result === 'passed' ? '' : t.reasons[reason]
        return (
          <li key={name} class={result} data-check={name}>
            <span class="sign" aria-hidden="true">
              {sign[result]}
            </span>
            <span>
              <b>
                {t.checkName[name]}: {t.result[result].toLowerCase()}.
              </b>{' '}
              {t.check[name][result]} {why}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
