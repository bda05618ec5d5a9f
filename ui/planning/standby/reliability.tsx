import type { Reliability } from '../../../device/contract/standby.ts'
import { useTexts } from '../language.ts'
import { texts } from './texts.ts'

const percent = (share: number) => `${Math.round(share * 100)} %`
/** Along a bar. */
const at = (share: number) => `${share * 100}%`

/** What was said against what came; the bar shows both, so that it can be seen at a glance. */
export function ReliabilityPart({ found }: { found: Reliability }) {
  const t = useTexts(texts)
  const { table, waits, promise, days } = found
  return (
    <section class="panel">
      <h2>{t.truth}</h2>
      <p>{t.truthText(days)}</p>
      {table.length === 0 ? (
        <p>{t.nobody}</p>
      ) : (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">
                  {t.asked}
                </th>
                <th scope="col" class="number">
                  {t.told}
                </th>
                <th scope="col" class="number">
                  {t.came}
                </th>
                <th scope="col" class="number">
                  {t.interval}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {table.map((row) => (
                <tr key={row.from}>
                  <td class="number">{row.n}</td>
                  <td class="number">{percent(row.told)}</td>
                  <td class="number">{percent(row.share)}</td>
                  <td class="number">
                    {percent(row.low)}–{percent(row.high)}
                  </td>
                  <td>
                    <span class="bar" aria-hidden="true">
                      <i style={{ left: at(row.low), right: at(1 - row.high) }} />
                      <b style={{ left: at(row.share) }} />
                      <u style={{ left: at(row.told) }} />
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {waits.n > 0 && <p>{t.waitTold(Math.round((waits.within / waits.n) * 100))}</p>}
      <h3>{t.promise}</h3>
      <p>{promise.called === 0 ? t.promiseNone : t.promiseText(promise.delayed, promise.called)}</p>
    </section>
  )
}
