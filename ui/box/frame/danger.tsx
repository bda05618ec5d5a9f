import { useState } from 'preact/hooks'
import { useStage } from '../stage.ts'
import { Dialog } from './dialog.tsx'

/** "I feel threatened": always there, two presses, so that nobody calls by leaning on the glass. */
export function Danger() {
  const { state, t, send } = useStage()
  const [asking, setAsking] = useState(false)
  const alarm = state.alarm ?? 'none'
  if (alarm !== 'none')
    return (
      <p class="danger-state" role="alert">
        {t.danger[alarm]}
      </p>
    )
  return (
    <>
      <button type="button" class="button danger" onClick={() => setAsking(true)}>
        {t.danger.button}
      </button>
      {asking && (
        <Dialog title={t.danger.title} body={t.danger.body} onEscape={() => setAsking(false)}>
          <div class="question-actions">
            <button type="button" class="button button-secondary" onClick={() => setAsking(false)}>
              {t.danger.no}
            </button>
            <button
              type="button"
              class="button button-primary refusing"
              onClick={() => {
                setAsking(false)
                send({ is: 'threatened' })
              }}
            >
              {t.danger.yes}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
