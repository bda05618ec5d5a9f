import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import { PhoneNumber } from './phone.tsx'
import { Typing } from './typing.tsx'

/** As many digits as a Danish number has. */
const DIGITS = 8

type Words = { title: string; lead: string }
type Props = {
  name?: string
  words: { name: Words; phone: Words; go: string }
  /** Stands around the keys of either page. */
  frame?: (keys: ComponentChildren) => ComponentChildren
  /** Below the words of either page. */
  below?: (at: 'name' | 'phone') => ComponentChildren
  onDone: (name: string, phone: string) => void
}

/** Two pages of one question: a name, and then a telephone number; “back” leads from the second to the first. */
export function NameAndNumber({ name: known = '', words, frame = (keys) => keys, below, onDone }: Props) {
  const { t, takeBack } = useStage()
  const [name, setName] = useState(known)
  const [phone, setPhone] = useState('')
  const [at, setAt] = useState<'name' | 'phone'>('name')
  const onward = () => {
    if (at === 'phone') return onDone(name, phone)
    setAt('phone')
    takeBack(() => {
      setAt('name')
      takeBack(null)
    })
  }
  return (
    <Screen
      key={at}
      title={words[at].title}
      lead={words[at].lead}
      large
      picture={frame(
        at === 'name' ? (
          <Typing id="name" label={t.appointment.name.label} value={name} max={80} shape="name" onChange={setName} />
        ) : (
          <PhoneNumber value={phone} onChange={setPhone} />
        ),
      )}
      actions={
        <button
          type="button"
          class="button button-primary"
          disabled={at === 'name' ? name.trim() === '' : phone.length < DIGITS}
          onClick={onward}
        >
          {at === 'name' ? t.next : words.go}
        </button>
      }
    >
      {below?.(at)}
    </Screen>
  )
}
