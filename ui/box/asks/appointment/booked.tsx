import { QrCode } from '../../../shared/qr.tsx'
import { Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { dayOf, type PageProps, timeOf } from './props.ts'
import { SlipButton, SlipNotice } from './slip.tsx'

export function BookedPage({ page, answer }: PageProps<'booked'>) {
  const { t, language } = useStage()
  const b = t.appointment.booked
  const time = t.appointment.time
  return (
    <Screen
      title={b.title}
      lead={`${dayOf(language, page.start)}, ${time.at(timeOf(language, page.start))}. ${
        page.kind === 'phone' ? time.kind.phone : `${page.placeName}, ${page.address}`
      }.`}
      picture={<QrCode text={page.link} label={b.scan} />}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'done' })}>
            {b.done}
          </button>
          <SlipButton slip={page.slip} answer={answer} />
        </>
      }
    >
      <SlipNotice slip={page.slip} />
      <p class="code-said">
        {b.code} <strong>{page.code}</strong>
      </p>
      <p>{b.scan}</p>
      {page.kind !== 'phone' && page.documents.length > 0 && (
        <>
          <p>{b.bring}</p>
          <ul>
            {page.documents.map((one) => (
              <li key={one.da}>{one[language]}</li>
            ))}
          </ul>
        </>
      )}
    </Screen>
  )
}
