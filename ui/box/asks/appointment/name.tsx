import { useState } from 'preact/hooks'
import { Notice, Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { dateOf, type PageProps } from './props.ts'
import { Typing } from './typing.tsx'

export function NamePage({ page, answer }: PageProps<'name'>) {
  const { t, language } = useStage()
  const [name, setName] = useState('')
  const [day, setDay] = useState(page.today)
  const n = t.appointment.name
  return (
    <Screen
      title={n.title}
      lead={n.lead}
      large
      picture={
        <div class="check-in">
          {page.problem && (
            <Notice kind="warning">
              {page.problem === 'unknown' ? t.appointment.problem.unknownName : t.appointment.problem[page.problem]}
            </Notice>
          )}
          <div class="typing">
            <label for="day">{n.day}</label>
            <select id="day" class="form-select" value={day} onChange={(event) => setDay(event.currentTarget.value)}>
              {page.days.map((one) => (
                <option key={one} value={one}>
                  {dateOf(language, one)}
                  {one === page.today && ` (${n.today})`}
                </option>
              ))}
            </select>
          </div>
          <Typing id="name" label={n.label} value={name} max={80} shape="name" onChange={setName} />
        </div>
      }
      actions={
        <button
          type="button"
          class="button button-primary"
          disabled={name.trim() === ''}
          onClick={() => answer({ is: 'name', name, day })}
        >
          {n.go}
        </button>
      }
    />
  )
}
