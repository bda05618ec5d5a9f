import type { AskOf } from '../../../device/contract/asks.ts'
import { Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'
import { longDate } from '../texts/texts.ts'

export function HolderCheck({ ask }: { ask: AskOf<'holder'> }) {
  const { t, answer, language } = useStage()
  const { givenNames, surname, dateOfBirth } = ask.holder
  return (
    <Screen
      title={t.holder.title}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
            {t.holder.yes}
          </button>
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'no' })}>
            {t.holder.no}
          </button>
        </>
      }
    >
      <dl class="facts">
        <dt>{t.holder.names}</dt>
        <dd>{givenNames}</dd>
        <dt>{t.holder.surname}</dt>
        <dd>{surname}</dd>
        <dt>{t.holder.born}</dt>
        <dd>{longDate(dateOfBirth, language)}</dd>
      </dl>
      {/AE|OE|AA/.test(`${givenNames} ${surname}`) && <p class="hint">{t.holder.spelling}</p>}
    </Screen>
  )
}
