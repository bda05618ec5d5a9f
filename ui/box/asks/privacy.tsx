import { Screen } from '../frame/screen.tsx'
import { DataPoint } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'

export function Privacy() {
  const { t, answer } = useStage()
  return (
    <Screen
      title={t.privacy.title}
      actions={
        <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
          {t.privacy.yes}
        </button>
      }
    >
      <ul class="points">
        {t.privacy.points.map((point, i) => (
          <li key={point}>
            <DataPoint is={i as 0 | 1 | 2} />
            <span>{point}</span>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
