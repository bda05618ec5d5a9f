import { useStage } from '../stage.ts'
import { Dialog } from './dialog.tsx'

export function StopDialog({ onClose }: { onClose(): void }) {
  const { t, send } = useStage()
  const stop = () => {
    send({ is: 'cancel' })
    onClose()
  }
  return (
    <Dialog title={t.stop.title} body={t.stop.body} onEscape={onClose}>
      <div class="question-actions">
        <button type="button" class="button button-primary" onClick={onClose}>
          {t.stop.no}
        </button>
        <button type="button" class="button button-secondary" onClick={stop}>
          {t.stop.yes}
        </button>
      </div>
    </Dialog>
  )
}
