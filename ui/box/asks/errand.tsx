import type { AskOf } from '../../../device/contract/asks.ts'
import { Screen } from '../frame/screen.tsx'
import { ErrandPicture } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'

export function ErrandChoice({ ask }: { ask: AskOf<'errand'> }) {
  const { t, answer } = useStage()
  return (
    <Screen
      title={t.errand.title}
      lead={t.errand.lead}
      actions={
        <ul class="choices">
          {ask.errands.map((errand) => {
            const closed = ask.closed?.find((one) => one.errand === errand)
            return (
              <li key={errand}>
                <button
                  type="button"
                  class="button choice"
                  disabled={closed !== undefined}
                  onClick={() => answer({ is: 'errand', errand })}
                >
                  <ErrandPicture errand={errand} />
                  <span>
                    <b>{t.errand.names[errand]}</b>
                    <span class="hint">{closed ? t.errand.closed : t.errand.hints[errand]}</span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      }
    />
  )
}
