import { Notice } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { NameAndNumber } from './name-and-number.tsx'
import { dayOf, type PageProps, timeOf } from './props.ts'

/** The name, and then the number that the code is sent to. */
export function WhoPage({ page, answer }: PageProps<'who'>) {
  const { t, language } = useStage()
  const w = t.appointment.who
  const time = t.appointment.time
  const about = `${dayOf(language, page.start)}, ${time.at(timeOf(language, page.start))}${
    page.kind === 'phone' ? `. ${time.kind.phone}` : `, ${page.placeName}`
  }.`
  const problem = page.problem && (
    <Notice kind="warning">
      {page.problem === 'gone' ? t.appointment.problem.heldGone : t.appointment.problem[page.problem]}
    </Notice>
  )
  return (
    <NameAndNumber
      words={{ name: { title: w.name, lead: about }, phone: { title: w.phone, lead: w.phoneLead }, go: w.book }}
      below={(at) => (
        <>
          {problem}
          {at === 'phone' && <p class="hint">{w.erased}</p>}
        </>
      )}
      onDone={(name, phone) => answer({ is: 'who', name, phone })}
    />
  )
}
