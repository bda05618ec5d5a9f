import { useEffect } from 'preact/hooks'
import type { AskOf } from '../../../device/contract/asks.ts'
import type { Outcome } from '../../../device/contract/nouns.ts'
import { chime } from '../frame/chime.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Ending } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'
import type { Texts } from '../texts/da.ts'
import { kroner } from '../texts/texts.ts'
import { Survey } from './survey.tsx'

const endings = {
  done: 'good',
  approved: 'good',
  rejected: 'no',
  referred: 'onward',
  postponed: 'onward',
  cancelled: 'stopped',
  'timed-out': 'stopped',
  faulted: 'stopped',
} as const satisfies Record<Outcome, string>

/** Where somebody still stands there and knows how it went. */
const asked: ReadonlySet<Outcome> = new Set(['done', 'approved', 'rejected', 'referred', 'postponed', 'cancelled'])

export function Farewell({ ask }: { ask: AskOf<'farewell'> }) {
  const { t, answer, language } = useStage()
  const texts = t.farewell
  const receipt = texts.receipt[ask.receipt]
  const paper = t.ending.paper[ask.paper ?? 'none']
  const reminded = ask.reminded ?? 0
  useEffect(() => (reminded > 0 ? chime(3) : undefined), [reminded])
  const lies = ask.receipt === 'printed' || ask.paper === 'printed'
  return (
    <Screen
      title={texts.title[ask.outcome]}
      picture={<Ending is={endings[ask.outcome]} />}
      actions={
        <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
          {lies ? t.ending.taken : texts.done}
        </button>
      }
    >
      <div class="farewell">
        {reminded > 0 && lies && (
          <p class="strong" role="alert">
            {t.ending.remind}
          </p>
        )}
        {ask.reason && !(ask.reason === 'other' && ask.note) && <p class="strong">{texts.reason[ask.reason]}</p>}
        {ask.note && (
          <figure class="note">
            <figcaption>{texts.note}</figcaption>
            <blockquote>{ask.note}</blockquote>
          </figure>
        )}
        <p>{nextOf(ask, t)}</p>
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
        {ask.payment && (
          <Notice kind="info">
            <p>{ask.payment.part ? t.ending.part(kroner(ask.payment.part, language)) : t.ending[ask.payment.is]}</p>
            {ask.payment.reference && <p>{t.ending.reference(ask.payment.reference)}</p>}
          </Notice>
        )}
        {paper && <Notice kind={ask.paper === 'printed' ? 'success' : 'warning'}>{paper}</Notice>}
        {ask.number && (
          <p class="number">
            {texts.number} <b>{ask.number}</b>
          </p>
        )}
        {receipt && <Notice kind="info">{receipt}</Notice>}
        {asked.has(ask.outcome) && <Survey />}
      </div>
    </Screen>
  )
}

/** A passport is fetched; what was printed here is taken; who is sent on is told where. */
function nextOf(ask: AskOf<'farewell'>, t: Texts): string {
  const own = ask.errand === 'residence-certificate' || ask.errand === 'temporary-licence'
  if (own && ask.outcome === 'referred') return t.ending.referred
  if (own && ask.outcome === 'approved') return t.ending.licence
  if (ask.outcome === 'referred' && ask.to && ask.to !== 'counter') return t.farewell[ask.to]
  return t.farewell.next[ask.outcome]
}
