import { useState } from 'preact/hooks'
import type { SurveyWords } from '../../../device/contract/figures.ts'
import { ask } from '../../shared/hub.ts'
import { dayFromNow, daysIn } from '../dates.ts'
import { useLanguage, useTexts } from '../language.ts'
import { Head, useLoaded, Waiting } from '../parts.tsx'
import { texts } from './texts.ts'

/** What citizens wrote after their visit. Personal data was taken out before it was stored. */
export function VoicesPage() {
  const t = useTexts(texts)
  const language = useLanguage()
  const [days, setDays] = useState(91)
  const loaded = useLoaded(
    () => ask<SurveyWords>('GET', `/api/plan/survey?from=${dayFromNow(-days)}&to=${dayFromNow(0)}`),
    [days],
  )
  const found = loaded.value
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <div class="field short act-bar">
        <label for="days">{t.period}</label>
        <select
          class="form-select"
          id="days"
          value={days}
          onChange={({ currentTarget: { value } }) => setDays(Number(value))}
        >
          <option value={28}>{t.weeks4}</option>
          <option value={91}>{t.months3}</option>
          <option value={365}>{t.months12}</option>
        </select>
      </div>
      {!found && <Waiting of={loaded} />}
      {found && found.length === 0 && <p>{t.none}</p>}
      {found && found.length > 0 && (
        <section class="panel">
          <table>
            <thead>
              <tr>
                <th scope="col">{t.day}</th>
                <th scope="col">{t.solved}</th>
                <th scope="col">{t.words}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <tr key={`${one.day} ${one.words} ${one.place}`}>
                  <td>{daysIn(language, one.day, one.day)}</td>
                  <td>{t.answers[one.solved as keyof typeof t.answers] ?? one.solved}</td>
                  <td>{one.words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
