import { useEffect, useRef, useState } from 'preact/hooks'
import type { BookablePlace, Booked, Hold, Slot } from '../../device/contract/booking.ts'
import * as hub from './hub.ts'
import { Flag, Head } from './parts.tsx'
import { capital, useWords, whenIn } from './words.ts'

/** The time left is told in minutes (ms). */
const TICK_MS = 10_000
/** As the hub's settings have it (days). */
const KEEP_DAYS = 3

type Problem = 'name' | 'reach' | 'email' | 'phone' | 'capped' | 'offline'

export function ContactStep(props: {
  of: [number, number]
  slot: Slot
  hold: Hold
  places: BookablePlace[]
  onBooked: (booked: Booked) => void
  onGone: () => void
}) {
  const t = useWords()
  const { slot, hold, onBooked, onGone } = props
  const [left, setLeft] = useState(() => Date.parse(hold.expires) - Date.now())
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.parse(hold.expires) - Date.now()
      setLeft(now)
      if (now <= 0) onGone()
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [hold])

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const [name, email, phone] = ['name', 'email', 'phone'].map((field) => String(data.get(field) ?? '').trim())
    const wrong = check(name!, email!, phone!)
    setProblem(wrong)
    if (wrong) {
      form.current?.querySelector<HTMLInputElement>(`#${wrong === 'reach' ? 'email' : wrong}`)?.focus()
      return
    }
    setBusy(true)
    try {
      const contact = { ...(email ? { email } : {}), ...(phone ? { phone } : {}) }
      onBooked(await hub.book({ hold: hold.hold, name: name!, contact, language: t.language }))
    } catch (error) {
      if (hub.isRefused(error, 409)) onGone()
      else setProblem(hub.isRefused(error, 429) ? 'capped' : hub.isRefused(error, 400) ? 'email' : 'offline')
    }
    setBusy(false)
  }
  const place = props.places.find((one) => one.id === slot.place)
  const words = {
    name: t.contact.nameNeeded,
    reach: t.contact.reachNeeded,
    email: t.contact.emailWrong,
    phone: t.contact.phoneWrong,
    capped: t.contact.capped,
    offline: t.offline,
  }
  const field = (
    id: 'name' | 'email' | 'phone',
    label: string,
    type: 'text' | 'email' | 'tel',
    autocomplete: 'name' | 'email' | 'tel',
  ) => {
    const wrong = problem === id || (problem === 'reach' && id === 'email')
    return (
      <>
        <label class="form-label" for={id}>
          {label}
        </label>
        <input
          class="form-input"
          id={id}
          name={id}
          {...({ type } as { type: 'text' })}
          autocomplete={autocomplete}
          maxLength={id === 'name' ? 80 : 120}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'problem' : id === 'name' ? undefined : 'reach'}
          required={id === 'name'}
        />
      </>
    )
  }
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <Head step={props.of}>{t.contact.head}</Head>
      <p class="lead">
        {capital(whenIn(t, slot.start))}
        <br />
        {slot.kind === 'phone' ? t.kind.phone : `${place?.name}, ${t.kind[slot.kind].toLowerCase()}`}
      </p>
      <p class="small">{t.contact.held(Math.ceil(left / 60_000))}</p>
      {problem && (
        <div id="problem">
          <Flag>{words[problem]}</Flag>
        </div>
      )}
      {field('name', t.contact.name, 'text', 'name')}
      <p class="form-hint" id="reach">
        {t.contact.hint}
      </p>
      {field('email', t.contact.email, 'email', 'email')}
      {field('phone', t.contact.phone, 'tel', 'tel')}
      <p class="small">{t.contact.erased(KEEP_DAYS)}</p>
      <div class="act">
        <button type="submit" class="button button-primary" disabled={busy}>
          {t.contact.book}
        </button>
      </div>
    </form>
  )
}

function check(name: string, email: string, phone: string): Problem | null {
  if (!name) return 'name'
  if (!email && !phone) return 'reach'
  if (email && !/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(email)) return 'email'
  if (phone && !/^\+?[0-9][0-9 ]{6,18}[0-9]$/.test(phone)) return 'phone'
  return null
}
