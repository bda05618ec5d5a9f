import { useState } from 'preact/hooks'
import type { ScreenState } from '../../../device/contract/screen.ts'
import { Ways } from '../asks/other-ways.tsx'
import { useStage } from '../stage.ts'
import { Dialog } from './dialog.tsx'

/** Somebody was called and is awaited, while the citizen goes on: how that stands, and what else there is when it takes long. */
export function HelpWait({ wait }: { wait: ScreenState['helpWait'] }) {
  const { t, state } = useStage()
  const [open, setOpen] = useState(false)
  const texts = t.waiting
  const told = (ahead: number) => ` ${texts.ahead(ahead)}`
  return (
    <div class="help-state">
      <p role="status">
        {wait?.late ? t.help.late : t.help.waiting}
        {wait && wait.ahead !== null && told(wait.ahead)}
      </p>
      {wait?.late && (
        <button type="button" class="button button-secondary" onClick={() => setOpen(true)}>
          {t.help.ways}
        </button>
      )}
      {open && wait && !state.timeout && (
        <Dialog title={texts.ways.head} body="" onEscape={() => setOpen(false)}>
          <div class="question-actions">
            <button type="button" class="button button-primary" onClick={() => setOpen(false)}>
              {t.help.stay}
            </button>
          </div>
          <Ways callBack={wait.callBack} voice={wait.voice} />
        </Dialog>
      )}
    </div>
  )
}
