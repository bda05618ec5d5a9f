import type { CheckName, InspectionReport } from '../../device/contract/inspection.ts'
import { dateIn, useWords } from './words.ts'

/** What each check stands on: methods, certificates, countries, dates. Opened by those who want to know why. */
export function Proof({ report, names }: { report: InspectionReport; names: readonly CheckName[] }) {
  const t = useWords()
  const told = names.filter((name) => Object.keys(report.checks[name].evidence).length > 0)
  if (told.length === 0) return null
  return (
    <details class="proof">
      <summary>{t.proof.head}</summary>
      <dl>
        {told.map((name) => (
          <div key={name} data-proof={name}>
            <dt>
              {t.checkName[name]}: {t.result[report.checks[name].result].toLowerCase()}
            </dt>
            {Object.entries(report.checks[name].evidence).map(([key, value]) => (
              <dd key={key}>
                <b>{t.proof.key[key] ?? key}</b> {worded(t, value)}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  )
}

/** A day as people write it, a known word in their language, anything else as it is: names of algorithms and certificates. */
function worded(t: ReturnType<typeof useWords>, value: string): string {
  const day = /^(\d{4}-\d\d-\d\d)(T[\d:.]+Z)?$/.exec(value)?.[1]
  return day ? dateIn(t, day) : (t.proof.value[value] ?? value)
}
