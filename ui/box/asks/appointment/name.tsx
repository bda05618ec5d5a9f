import { useState } from 'preact/hooks'
import { Notice, Screen } from '../../frame/screen.tsx'
import { Ending } from '../../pictures/things.tsx'
import { useStage } from '../../stage.ts'
import { PhoneNumber } from './phone.tsx'
import type { PageProps } from './props.ts'
import { Typing } from './typing.tsx'

/** Two pages of one question: the name, and then the number that was given with it. */
export function NamePage({ page, answer }: PageProps<'name'>) {
  const { t, takeBack } = useStage()
  const [name, setName] = useState(page.name)
  const [phone, setPhone] = useState('')
  const [at, setAt] = useState<'name' | 'phone'>('name')
  const n = t.appointment.name
  const said = t.appointment.problem
  if (page.problem === 'enough')
    return <Screen title={t.appointment.found.unknown} lead={said.enough} picture={<Ending is="stopped" />} />
  const problem = page.problem && (
    <Notice kind="warning">{page.problem === 'unknown' ? said.unknownName : said[page.problem]}</Notice>
  )
  if (at === 'name')
    return (
      <Screen
        key="name"
        title={n.title}
        lead={n.lead}
        large
        picture={
          <div class="check-in">
            {problem}
            <Typing id="name" label={n.label} value={name} max={80} shape="name" onChange={setName} />
          </div>
        }
        actions={
          <button
            type="button"
            class="button button-primary"
            disabled={name.trim() === ''}
            onClick={() => {
              setAt('phone')
              takeBack(() => {
                setAt('name')
                takeBack(null)
              })
            }}
          >
            {t.next}
          </button>
        }
      />
    )
  return (
    <Screen
      key="phone"
      title={n.phone}
      lead={n.phoneLead}
      large
      picture={
        <div class="check-in">
          {problem}
          <PhoneNumber value={phone} onChange={setPhone} />
        </div>
      }
      actions={
        <button
          type="button"
          class="button button-primary"
          disabled={phone.length < 8}
          onClick={() => answer({ is: 'name', name, phone })}
        >
          {n.go}
        </button>
      }
    />
  )
}
