import { QrCode } from '../../../shared/qr.tsx'
import { Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import type { PageProps } from './props.ts'

export function QuestionPage({ page, answer }: PageProps<'question'>) {
  const { language } = useStage()
  return (
    <Screen
      title={page.text[language]}
      actions={
        <ul class="choices">
          {page.answers.map((one, n) => (
            // The number is the answer.
            <li key={n}>
              <button type="button" class="button choice" onClick={() => answer({ is: 'choice', n })}>
                <b>{one[language]}</b>
              </button>
            </li>
          ))}
        </ul>
      }
    />
  )
}

export function ExitPage({ page, answer }: PageProps<'exit'>) {
  const { t, language } = useStage()
  const e = t.appointment.exit
  return (
    <Screen
      title={e.title[page.exit]}
      lead={page.text[language]}
      {...(page.url ? { picture: <QrCode text={page.url} label={e.scan} /> } : {})}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'done' })}>
            {page.more ? e.rest : e.done}
          </button>
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'book' })}>
            {e.book}
          </button>
        </>
      }
    >
      {page.url && (
        <p>
          {e.scan} {page.url}
        </p>
      )}
      {page.need.length > 0 && (
        <>
          <p>{e.need}</p>
          <ul>
            {page.need.map((one) => (
              <li key={one.da}>{one[language]}</li>
            ))}
          </ul>
        </>
      )}
    </Screen>
  )
}
