import { Screen } from '../frame/screen.tsx'
import { CaseworkerOnScreen } from '../pictures/people.tsx'
import { useStage } from '../stage.ts'

export function WithCaseworker() {
  const { t, state } = useStage()
  return (
    <Screen
      title={t.caseworker.title}
      lead={t.caseworker.lead}
      picture={state.call ? undefined : <CaseworkerOnScreen />}
    />
  )
}
