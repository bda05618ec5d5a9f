import { useState } from 'preact/hooks'
import { Keypad } from '../../frame/keypad.tsx'
import { Notice, Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
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
  const set = (next: string) => setPhone(next.replace(/[^\d+]/g, '').slice(0, 14))
  return (
    <Screen
      key="phone"
      title={w.phone}
      lead={w.phoneLead}
      large
      picture={
        <div class="phone">
          <label for="phone">{w.phoneLabel}</label>
          <input
            id="phone"
            inputMode="none"
            autoComplete="off"
            value={phone.replace(/(\d{2})(?=\d)/g, '$1 ')}
            onInput={(event) => set(event.currentTarget.value)}
          />
          <Keypad
            label={w.keypad}
            erase={t.appointment.code.erase}
            onKey={(key) => set(phone + key)}
            onErase={() => setPhone(phone.slice(0, -1))}
          />
        </div>
      }
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
