import { Notice, Screen } from '../../frame/screen.tsx'
import { Ending } from '../../pictures/things.tsx'
import { useStage } from '../../stage.ts'
import { NameAndNumber } from './name-and-number.tsx'
import type { PageProps } from './props.ts'

/** The name, and then the number that was given with it. */
export function NamePage({ page, answer }: PageProps<'name'>) {
  const { t } = useStage()
  const n = t.appointment.name
  const said = t.appointment.problem
  if (page.problem === 'enough')
    return <Screen title={t.appointment.found.unknown} lead={said.enough} picture={<Ending is="stopped" />} />
  const problem = page.problem && (
    <Notice kind="warning">{page.problem === 'unknown' ? said.unknownName : said[page.problem]}</Notice>
  )
  return (
    <NameAndNumber
      name={page.name}
      words={{ name: n, phone: { title: n.phone, lead: n.phoneLead }, go: n.go }}
      frame={(keys) => (
        <div class="check-in">
          {problem}
          {keys}
        </div>
      )}
      onDone={(name, phone) => answer({ is: 'name', name, phone })}
    />
  )
}
