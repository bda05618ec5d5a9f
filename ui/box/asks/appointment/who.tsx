import { useState } from 'preact/hooks'
import { Notice, Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { PhoneNumber } from './phone.tsx'
import { dayOf, type PageProps, timeOf } from './props.ts'
import { Typing } from './typing.tsx'

/** Two pages of one question: the name, and then the number that the code is sent to. */
export function WhoPage({ page, answer }: PageProps<'who'>) {
  const { t, language, takeBack } = useStage()
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [at, setAt] = useState<'name' | 'phone'>('name')
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
  if (at === 'name')
    return (
      <Screen
        key="name"
        title={w.name}
        lead={about}
        large
        picture={
          <Typing id="name" label={t.appointment.name.label} value={name} max={80} shape="name" onChange={setName} />
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
      >
        {problem}
      </Screen>
    )
  return (
    <Screen
      key="phone"
      title={w.phone}
      lead={w.phoneLead}
      large
      picture={<PhoneNumber value={phone} onChange={setPhone} />}
      actions={
        <button
          type="button"
          class="button button-primary"
          disabled={phone.length < 8}
          onClick={() => answer({ is: 'who', name, phone })}
        >
          {w.book}
        </button>
      }
    >
      {problem}
      <p class="hint">{w.erased}</p>
    </Screen>
  )
}
