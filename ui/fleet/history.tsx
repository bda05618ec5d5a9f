import { useEffect, useState } from 'preact/hooks'
import type { HistoryEntry } from '../../device/contract/fleet-view.ts'
import { ask } from '../shared/hub.ts'
import type { Texts } from './texts/da.ts'
import { partOf, useWords, when } from './words.ts'

/** Rows that still fit a page; the hub keeps more. */
const MOST = 40

/** What happened to one box, the newest first. */
export function History({ box }: { box: string }) {
  const t = useWords()
  const [entries, setEntries] = useState<HistoryEntry[]>([])
  useEffect(() => void ask<HistoryEntry[]>('GET', `/api/boxes/${box}/history`).then(setEntries, () => {}), [box])
  return (
    <section class="panel">
      <h2>{t.history.head}</h2>
      <table class="history">
        <tbody>
          {entries.slice(0, MOST).map((entry) => (
            <tr key={`${entry.at} ${entry.what}`}>
              <td>{when(t, entry.at)}</td>
              <td>{t.history[entry.is]}</td>
              <td>{whatOf(t, entry)}</td>
              <td>
                {[entry.is === 'alarm' ? partOf(t, entry.detail) : entry.detail, entry.who].filter(Boolean).join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The hub's own names in words; a name that this page does not know yet stays as it is. */
function whatOf(t: Texts, { is, what }: HistoryEntry): string {
  const known: Record<string, string> = t.history.what
  switch (is) {
    case 'alarm': {
      const kind = what.replace(/-over$/, '')
      const name = (t.alarm.kinds as Record<string, { what: string }>)[kind]?.what ?? kind
      return kind === what ? name : t.history.over(name)
    }
    case 'config': {
      const [version = '', state = ''] = what.split(' ')
      return t.history.version(version, known[state] ?? state)
    }
    case 'audit':
    case 'acceptance':
      return known[what] ?? what
  }
}
