import { useStage } from '../stage.ts'
import { HelpWait } from './help-wait.tsx'

/** Always in the same place: back, cancel, a person. A way that is not open leaves its place empty. */
export function Footer({ goBack, onStop }: { goBack: (() => void) | null; onStop(): void }) {
  const { state, t, send } = useStage()
  const { can, help } = state
  return (
    <footer class="bottom">
      {help === 'waiting' && !state.call && <HelpWait wait={state.helpWait ?? null} />}
      {help === 'here' && !state.call && (
        <p class="help-state" role="status">
          {t.help.here}
        </p>
      )}
      <nav aria-label={t.navigation}>
        <div>
          {(can.back || goBack) && (
            <button
              type="button"
              class="button button-secondary"
              onClick={() => (goBack ? goBack() : send({ is: 'back' }))}
            >
              <Icon d="M20 8l-12 12 12 12M8 20h26" />
              {t.back}
            </button>
          )}
        </div>
        <div>
          {can.cancel && (
            <button type="button" class="button button-secondary" onClick={onStop}>
              <Icon d="M9 9l22 22M31 9L9 31" />
              {t.cancel}
            </button>
          )}
        </div>
        <div>
          {can.callPerson && help === 'none' && (
            <button type="button" class="button button-secondary person" onClick={() => send({ is: 'call-person' })}>
              <Icon d="M20 20a7 7 0 1 0-.1 0M6 36c1-9 7-12 14-12s13 3 14 12" />
              {t.person}
            </button>
          )}
        </div>
      </nav>
    </footer>
  )
}

function Icon({ d }: { d: string }) {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" class="icon">
      <path d={d} fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  )
}
