import { useState } from 'preact/hooks'
import type { LogLine } from '../../device/contract/diagnosis.ts'
import type { BoxView } from '../../device/contract/fleet-view.ts'
import { ask } from '../shared/hub.ts'
import { useWords, when } from './words.ts'

/** The box's own newest log lines, newest first, when the technician asks for them. */
export function BoxLog({ box }: { box: BoxView }) {
  const t = useWords()
  const [lines, setLines] = useState<LogLine[] | null>(null)
  const [failed, setFailed] = useState(false)
  const fetchLines = () =>
    void ask<LogLine[]>('GET', `/api/boxes/${box.box}/log`).then(
      (got) => {
        setLines(got.reverse())
        setFailed(false)
      },
      () => setFailed(true),
    )
  if (!box.connected || !box.health?.tellsLog) return null
  return (
    <section class="panel">
      <h2>{t.log.head}</h2>
      <p>{t.log.lead}</p>
      <button type="button" class="button button-secondary" onClick={fetchLines}>
        {lines ? t.log.again : t.log.fetch}
      </button>
      {failed && (
        <p class="flag bad" role="alert">
          {t.log.failed}
        </p>
      )}
      {lines?.length === 0 && <p>{t.log.none}</p>}
      {lines && lines.length > 0 && (
        <table class="history log">
          <thead>
            <tr>
              <th>{t.log.columns.at}</th>
              <th>{t.log.columns.level}</th>
              <th>{t.log.columns.what}</th>
              <th>{t.log.columns.more}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ at, level, what, more }, i) => (
              <tr key={`${lines.length - i} ${at}`} class={level}>
                <td>{when(t, at)}</td>
                <td>{t.log.level[level]}</td>
                <td>{what}</td>
                <td>{more}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
