import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Queue } from '../pictures/people.tsx'
import { useStage } from '../stage.ts'
import { OtherWays } from './other-ways.tsx'

export function Waiting({ ask }: { ask: AskOf<'waiting'> }) {
  const { t } = useStage()
  const texts = t.waiting
  const { ahead, waitSeconds } = ask
  return (
    <Screen title={texts.title} lead={texts.lead} picture={<Queue ahead={ahead ?? 0} />}>
      {ask.heldBy && <Notice kind="info">{texts.heldBy(ask.heldBy)}</Notice>}
      {ask.second && <Notice kind="info">{texts.second}</Notice>}
      {ask.again && !ask.heldBy && !ask.second && <Notice kind="info">{texts.again}</Notice>}
      {ask.hubGone ? (
        <Notice kind="warning">{texts.hubGone}</Notice>
      ) : (
        <div class="big-facts" aria-live="polite">
          {ahead !== null && <p class="big">{texts.ahead(ahead)}</p>}
          <p>{waitSeconds === null ? texts.unknown : texts.minutes(Math.ceil(waitSeconds / 60))}</p>
        </div>
      )}
      {ask.late && !ask.hubGone && <OtherWays callBack={ask.callBack ?? 'none'} voice={ask.voice ?? false} />}
    </Screen>
  )
}
