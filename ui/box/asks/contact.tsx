import { useState } from 'preact/hooks'
import type { AskOf } from '../../../device/contract/asks.ts'
import { Keypad } from '../frame/keypad.tsx'
import { Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'

/** As the contract allows (`phone`). */
const PHONE_MAX = 20

/** Two pages of one ask, so that each is one decision: where to fetch it, and then a phone number or none. */
export function Contact({ ask }: { ask: AskOf<'contact'> }) {
  const { t, answer, takeBack } = useStage()
  const only = ask.places.length === 1 ? ask.places[0]!.id : null
  const [place, setPlace] = useState(only)
  const [phone, setPhone] = useState('')
  const [page, setPage] = useState<'place' | 'phone'>('place')

  if (page === 'place') {
    const next = () => {
      setPage('phone')
      takeBack(() => {
        setPage('place')
        takeBack(null)
      })
    }
    return (
      <Screen
        key="place"
        title={t.contact.placeTitle}
        lead={t.contact.placeLead}
        actions={
          <button type="button" class="button button-primary" disabled={place === null} onClick={next}>
            {t.next}
          </button>
        }
      >
        <div class="radios" role="radiogroup" aria-label={t.contact.placeTitle}>
          {ask.places.map(({ id, name }) => (
            <label key={id} class="radio">
              <input type="radio" name="place" checked={place === id} onChange={() => setPlace(id)} />
              <span>{name}</span>
            </label>
          ))}
        </div>
      </Screen>
    )
  }
  const send = (number: string) => answer({ is: 'contact', phone: number, place: place! })
  return (
    <Screen
      key="phone"
      title={t.contact.phoneTitle}
      lead={t.contact.phoneLead}
      large
      picture={
        <div class="phone">
          <label for="phone">{t.contact.phone}</label>
          <input
            id="phone"
            inputMode="none"
            autoComplete="off"
            value={spaced(phone)}
            // What is typed is added at the end, as on the keypad, wherever a finger happened to put the caret.
            onBeforeInput={(event) => {
              if (event.inputType !== 'insertText') return
              event.preventDefault()
              setPhone((before) => clean(before + (event.data ?? '')))
            }}
            onInput={(event) => setPhone(clean(event.currentTarget.value))}
          />
          <Keypad
            label={t.contact.keypad}
            erase={t.contact.erase}
            onKey={(key) => setPhone((before) => clean(before + key))}
            onErase={() => setPhone((before) => before.slice(0, -1))}
          />
        </div>
      }
      actions={
        <>
          <button
            type="button"
            class="button button-primary"
            disabled={phone === ''}
            onClick={() => send(spaced(phone))}
          >
            {t.contact.save}
          </button>
          <button type="button" class="button button-secondary" onClick={() => send('')}>
            {t.contact.without}
          </button>
        </>
      }
    />
  )
}

/** Digits, and a + only at the beginning; room is kept for the spaces. */
function clean(text: string): string {
  const plus = text.trimStart().startsWith('+') ? '+' : ''
  return (plus + text.replace(/\D/g, '')).slice(0, 14)
}

/** In pairs, as Danes read a number: 12 34 56 78. */
function spaced(phone: string): string {
  return phone
    .replace(/(\+?\d{2})(?=\d)/g, '$1 ')
    .trim()
    .slice(0, PHONE_MAX)
}
