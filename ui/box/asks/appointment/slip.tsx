import type { AppointmentAnswer, SlipState } from '../../../../device/contract/appointment.ts'
import { Notice } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'

/** The offer to print it; how it went stands in `SlipNotice`. */
export function SlipButton({
  slip,
  answer,
}: {
  slip: SlipState | undefined
  answer: (answer: AppointmentAnswer) => void
}) {
  const { t } = useStage()
  if (slip !== 'offered' && slip !== 'failed') return null
  return (
    <button type="button" class="button button-secondary" onClick={() => answer({ is: 'print' })}>
      {t.appointment.slip.offered}
    </button>
  )
}

export function SlipNotice({ slip }: { slip: SlipState | undefined }) {
  const { t } = useStage()
  if (!slip || slip === 'offered') return null
  return <Notice kind={slip === 'failed' ? 'warning' : 'info'}>{t.appointment.slip[slip]}</Notice>
}
