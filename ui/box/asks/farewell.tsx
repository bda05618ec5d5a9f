import type { Outcome } from '../../../device/contract/nouns.ts'
import type { AskOf } from '../../../device/contract/screen.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Ending } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'

const endings = {
  approved: 'good',
  rejected: 'no',
  referred: 'onward',
  postponed: 'onward',
  cancelled: 'stopped',
  'timed-out': 'stopped',
  faulted: 'stopped',
} as const satisfies Record<Outcome, string>

export function Farewell({ ask }: { ask: AskOf<'farewell'> }) {
  const { t, answer } = useStage()
  const texts = t.farewell
  const receipt = texts.receipt[ask.receipt]
  return (
    <Screen
      title={texts.title[ask.outcome]}
      picture={<Ending is={endings[ask.outcome]} />}
      actions={
        <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
          {texts.done}
        </button>
      }
    >
      <div class="farewell">
        {ask.reason && !(ask.reason === 'other' && ask.note) && <p class="strong">{texts.reason[ask.reason]}</p>}
        {ask.note && (
          <figure class="note">
            <figcaption>{texts.note}</figcaption>
            <blockquote>{ask.note}</blockquote>
          </figure>
        )}
        <p>{ask.outcome === 'referred' && ask.to && ask.to !== 'counter' ? texts[ask.to] : texts.next[ask.outcome]}</p>
        {ask.bring && ask.bring.length > 0 && (
          <>
            <p class="strong">{texts.bringHead}</p>
            <ul class="bring">
              {ask.bring.map((item) => (
                <li key={item}>{texts.bring[item]}</li>
              ))}
            </ul>
          </>
        )}
        {ask.number && (
          <p class="number">
            {texts.number} <b>{ask.number}</b>
          </p>
        )}
        {receipt && <Notice kind="info">{receipt}</Notice>}
      </div>
    </Screen>
  )
}
