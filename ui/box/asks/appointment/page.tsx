import type { AppointmentAnswer, AppointmentPage } from '../../../../device/contract/appointment.ts'
import { Screen } from '../../frame/screen.tsx'
import { Ending } from '../../pictures/things.tsx'
import { useStage } from '../../stage.ts'
import { BookedPage } from './booked.tsx'
import { CodePage } from './code.tsx'
import { ErrandPage } from './errand.tsx'
import { FoundPage } from './found.tsx'
import { NamePage } from './name.tsx'
import { ExitPage, QuestionPage } from './questions.tsx'
import { TimePage } from './time.tsx'
import { WhoPage } from './who.tsx'

/** Check-in and booking: one page, one question. */
export function Appointment({ page }: { page: AppointmentPage }) {
  const { t, answer: say } = useStage()
  const answer = (answer: AppointmentAnswer) => say({ is: 'appointment', answer })
  switch (page.is) {
    case 'code':
      return <CodePage page={page} answer={answer} />
    case 'name':
      return <NamePage page={page} answer={answer} />
    case 'checked-in':
      return <FoundPage page={page} answer={answer} />
    case 'errand':
      return <ErrandPage page={page} answer={answer} />
    case 'question':
      return <QuestionPage page={page} answer={answer} />
    case 'exit':
      return <ExitPage page={page} answer={answer} />
    case 'time':
      return <TimePage page={page} answer={answer} />
    case 'who':
      return <WhoPage page={page} answer={answer} />
    case 'booked':
      return <BookedPage page={page} answer={answer} />
    case 'gone':
      return (
        <Screen
          title={t.appointment.gone.title}
          lead={t.appointment.gone.lead}
          picture={<Ending is="stopped" />}
          actions={
            <>
              <button type="button" class="button button-primary" onClick={() => answer({ is: 'again' })}>
                {t.retry}
              </button>
              <button type="button" class="button button-secondary" onClick={() => answer({ is: 'done' })}>
                {t.appointment.gone.done}
              </button>
            </>
          }
        />
      )
  }
}
