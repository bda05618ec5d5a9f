import type { AskOf } from '../../../device/contract/asks.ts'
import { Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'

export function FingerExempt({ ask }: { ask: AskOf<'finger-exempt'> }) {
  const { t, answer } = useStage()
  return (
    <Screen
      title={t.exempt.title}
      lead={t.exempt.lead(ask.fromAge)}
      actions={
        <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
          {t.exempt.next}
        </button>
      }
    />
  )
}
