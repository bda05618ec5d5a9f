import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Letter, Printer } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'

export function Finishing({ ask }: { ask: AskOf<'finishing'> }) {
  const { t } = useStage()
  const texts = t.finishing
  const receipt = texts.receipt[ask.receipt]
  return (
    <Screen
      title={texts.title}
      lead={texts.lead}
      picture={
        ask.receipt === 'none' ? <Letter title={texts.letter} /> : <Printer moving={ask.receipt === 'printing'} />
      }
    >
      <ul class="checks" aria-live="polite">
        {ask.delivery !== 'none' && <Check done={ask.delivery !== 'sending'}>{texts.delivery[ask.delivery]}</Check>}
        {receipt && (
          <Check done={ask.receipt === 'printed'} waiting={ask.receipt === 'printing'}>
            {receipt}
          </Check>
        )}
      </ul>
      {ask.problem && <Notice kind="warning">{t.fault[ask.problem]}</Notice>}
    </Screen>
  )
}

function Check({ done, waiting = !done, children }: { done: boolean; waiting?: boolean; children: string }) {
  return (
    <li>
      <svg viewBox="0 0 40 40" aria-hidden="true" class={`icon ${done ? 'done' : waiting ? 'turning' : ''}`}>
        <g fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round">
          {done && <path d="M8 21l8 8 16-18" />}
          {!done && waiting && <path d="M20 5a15 15 0 1 1-15 15" />}
          {!done && !waiting && <path d="M9 20h22" />}
        </g>
      </svg>
      <span>{children}</span>
    </li>
  )
}
