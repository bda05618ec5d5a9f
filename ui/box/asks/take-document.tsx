import { Screen } from '../frame/screen.tsx'
import { PassportOnReader } from '../pictures/passport.tsx'
import { useStage } from '../stage.ts'

export function TakeDocument() {
  const { t } = useStage()
  return (
    <Screen title={t.take.title} lead={t.take.lead} picture={<PassportOnReader does="take" title={t.take.lead} />} />
  )
}
