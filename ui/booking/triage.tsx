import type { TriageExit, TriageNode } from '../../device/contract/triage.ts'
import { Checklist, Head } from './parts.tsx'
import { say, useWords } from './words.ts'

export type Exit = Extract<TriageNode, { is: 'exit' }>

export function TriageStep({
  of,
  node,
  onAnswer,
}: {
  of: [number, number]
  node: TriageNode
  onAnswer: (to: string) => void
}) {
  const t = useWords()
  if (node.is !== 'question') return null
  return (
    <>
      <Head step={of}>{say(t, node.text)}</Head>
      <div class="answers">
        {node.answers.map(({ text, to }) => (
          <button type="button" class="answer" key={to + text.da} onClick={() => onAnswer(to)}>
            {say(t, text)}
          </button>
        ))}
      </div>
    </>
  )
}

/** A way out that needs no appointment; whoever wants one all the same gets it. `onRest`: on with the other errands. */
export function ExitStep({ exit, onBook, onRest }: { exit: Exit; onBook: () => void; onRest: (() => void) | null }) {
  const t = useWords()
  const own = exit.exit === 'self-service'
  return (
    <>
      <Head>{own ? t.exit.self : t.exit.authority}</Head>
      <p class="lead">{say(t, exit.text)}</p>
      <Checklist head={t.exit.need} list={exit.need} />
      <div class="act">
        {exit.url && (
          <a class="button button-primary" href={exit.url} target="_blank" rel="noreferrer">
            {own ? t.exit.go : t.exit.goAuthority}
            <span class="unseen"> ({t.exit.newPage})</span>
          </a>
        )}
        {onRest && (
          <button type="button" class="button button-secondary" onClick={onRest}>
            {t.exit.rest}
          </button>
        )}
        <button type="button" class="button button-secondary" onClick={onBook}>
          {t.exit.book}
        </button>
      </div>
    </>
  )
}

/** A month: who comes back within it was not helped the first time (ms). */
const BACK_MS = 30 * 86_400_000

/** Whether this browser was sent elsewhere with the same errand lately. Only this browser knows; the hub gets a yes or no. */
export function comesBack(errand: string, exit: TriageExit): boolean {
  const key = `sent-away ${errand}`
  try {
    const before = Number(localStorage.getItem(key) ?? 0)
    if (exit === 'self-service' || exit === 'other-authority') localStorage.setItem(key, String(Date.now()))
    else localStorage.removeItem(key)
    return before > Date.now() - BACK_MS
  } catch {
    return false
  }
}
