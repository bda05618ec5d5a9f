import { useEffect } from 'preact/hooks'
import type { ScreenState } from '../../../device/contract/screen.ts'
import { useStage } from '../stage.ts'
import { chime } from './chime.ts'
import { Dialog } from './dialog.tsx'

type Timeout = NonNullable<ScreenState['timeout']>

/** Still there? Seen and heard (two senses), and one press extends. */
export function TimeoutDialog({ timeout }: { timeout: Timeout }) {
  const { t, send } = useStage()
  const stay = () => send({ is: 'more-time' })
  useEffect(() => chime(timeout.warning === 'last' ? 3 : 2), [timeout.warning])
  return (
    <Dialog title={t.timeout.title} body={t.timeout.body} onEscape={stay}>
      <p class="seconds" role="timer">
        {t.timeout.seconds(timeout.secondsLeft)}
      </p>
      <div class="question-actions">
        <button type="button" class="button button-primary" onClick={stay}>
          {t.timeout.stay}
        </button>
      </div>
    </Dialog>
  )
}
