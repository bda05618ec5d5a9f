import { useState } from 'preact/hooks'
import type { TriageTree } from '../../../device/contract/triage.ts'
import { useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

/** Goes through the questions as a citizen would, with what is written at this moment. */
export function TryPart({ tree, errand }: { tree: TriageTree; errand: string }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const [at, setAt] = useState(tree.first[errand]!)
  const node = tree.nodes[at] ?? tree.nodes[tree.first[errand]!]
  if (!node) return null
  return (
    <section class="panel try" aria-live="polite">
      <h2>{t.try}</h2>
      {node.is === 'question' ? (
        <>
          <p class="lead">{node.text[language]}</p>
          <div class="act">
            {node.answers.map((answer, n) => (
              // As above: answers have no name of their own.
              <button key={n} type="button" class="button button-secondary" onClick={() => setAt(answer.to)}>
                {answer.text[language]}
              </button>
            ))}
          </div>
        </>
      ) : (
        <>
          <p>{t.result}</p>
          <p class="lead">
            <strong>{t.exits[node.exit]}.</strong> {node.text[language]}
          </p>
          {node.url && <p>{node.url}</p>}
        </>
      )}
      {at !== tree.first[errand] && (
        <button type="button" class="plain" onClick={() => setAt(tree.first[errand]!)}>
          {t.tryAgain}
        </button>
      )}
    </section>
  )
}
