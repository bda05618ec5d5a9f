import { useFocusHere } from './focus.ts'
import type { DeskState } from './store.ts'
import { useWords } from './words.ts'

/** What is left when a case ended under the caseworker's hands: number and step, nothing of the citizen's. */
export function OverPage({ over, onBack }: { over: NonNullable<DeskState['over']>; onBack: () => void }) {
  const t = useWords()
  const head = useFocusHere()
  const on = over.how === 'second'
  const lost = over.how === 'box-lost'
  return (
    <main class="narrow">
      <section class="panel" role={lost ? 'alert' : 'status'}>
        <h1 ref={head} tabIndex={-1}>
          {lost ? t.over.lost : on ? t.together.second.over : t.over.ended}
        </h1>
        <p class={lost ? 'flag bad' : 'flag'}>
          {lost ? t.over.lostText : on ? t.together.second.overText : t.over.endedText}
        </p>
        {over.decided && <p>{t.over.decided[over.decided]}</p>}
        <dl class="facts">
          <dt>{t.over.number}</dt>
          <dd>{over.entry?.number ?? '–'}</dd>
          {over.step && (
            <>
              <dt>{t.over.step}</dt>
              <dd>{t.step[over.step]}</dd>
            </>
          )}
        </dl>
      </section>
      <button type="button" class="button button-primary" onClick={onBack}>
        {t.over.back}
      </button>
    </main>
  )
}
