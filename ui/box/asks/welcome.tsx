import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Ending, NewPassport } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'

export function Welcome({ ask }: { ask: AskOf<'welcome'> }) {
  const { t, answer, language } = useStage()
  const missing = [...new Set(ask.unavailable.map((kind) => t.welcome.unavailable[kind]))]
  if (ask.outOfService) {
    return (
      <Screen
        title={t.welcome.outTitle}
        lead={ask.outText?.[language] || t.welcome.outBody}
        picture={<Ending is="stopped" />}
      />
    )
  }
  return (
    <Screen
      title={t.welcome.title}
      lead={t.welcome.lead}
      picture={<NewPassport />}
      actions={
        <>
          <button type="button" class="button button-primary huge" onClick={() => answer({ is: 'start' })}>
            {t.welcome.start}
          </button>
          <div class="welcome-more">
            <button type="button" class="button button-secondary" onClick={() => answer({ is: 'check-in' })}>
              {t.welcome.checkIn}
            </button>
            <button type="button" class="button button-secondary" onClick={() => answer({ is: 'book' })}>
              {t.welcome.book}
            </button>
          </div>
        </>
      }
    >
      <p>{t.welcome.bring}</p>
      {missing.length > 0 && (
        <Notice kind="info">
          {missing.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      )}
    </Screen>
  )
}
