import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Letter, Printer } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'

/** The errand's own paper on its way into the tray. */
export function Paper({ ask }: { ask: AskOf<'paper'> }) {
  const { t } = useStage()
  const texts = t.paper
  return (
    <Screen
      title={texts.title[ask.kind]}
      lead={texts[ask.state]}
      picture={ask.state === 'issuing' ? <Letter /> : <Printer moving={ask.problem === null} />}
    >
      {ask.problem && (
        <Notice kind="warning">
          <p>{t.fault[ask.problem]}</p>
          <p>{texts.waiting}</p>
        </Notice>
      )}
    </Screen>
  )
}
