import { useEffect, useState } from 'preact/hooks'
import { Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'

/** What somebody does who has no passport to lay down, told before anything is read: not here, dearer, and with what. */
export function PassportGone({ onBack }: { onBack: () => void }) {
  const { t, send, takeBack } = useStage()
  const texts = t.noPassport
  const [printed, setPrinted] = useState(false)
  useEffect(() => {
    takeBack(onBack)
    return () => takeBack(null)
  }, [])
  return (
    <Screen
      title={texts.title}
      lead={texts.lead}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => send({ is: 'cancel' })}>
            {texts.end}
          </button>
          <button
            type="button"
            class="button button-secondary"
            disabled={printed}
            onClick={() => {
              send({ is: 'appointment-slip', about: 'passport-gone' })
              setPrinted(true)
            }}
          >
            {texts.slip}
          </button>
        </>
      }
    >
      <ul class="declared">
        {texts.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p class="hint" role="status">
        {printed ? texts.printed : ''}
      </p>
    </Screen>
  )
}
