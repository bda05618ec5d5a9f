import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Words as Bilingual } from '../../device/contract/booking.ts'
import { say, useWords } from './words.ts'

/** The head of a step. It takes the focus, so that keyboard and screen reader begin at the top of what is new. */
export function Head({ children, step }: { children: ComponentChildren; step?: [now: number, all: number] }) {
  const t = useWords()
  const head = useRef<HTMLHeadingElement>(null)
  const last = useRef(head)
  useEffect(() => {
    last.current.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  return (
    <>
      {step && <p class="step">{t.step(...step)}</p>}
      <h1 ref={head} tabIndex={-1}>
        {children}
      </h1>
    </>
  )
}

/** Something that went wrong or has changed, spoken at once. */
export function Flag({ kind = 'bad', children }: { kind?: 'bad' | 'good' | 'warn'; children: ComponentChildren }) {
  return (
    <div class={`flag ${kind}`} role={kind === 'good' ? 'status' : 'alert'}>
      {children}
    </div>
  )
}

export function Offline({ onAgain }: { onAgain: () => void }) {
  const t = useWords()
  return (
    <Flag>
      <p>{t.offline}</p>
      <button type="button" class="button button-secondary" onClick={onAgain}>
        {t.again}
      </button>
    </Flag>
  )
}

/** A checklist to read: what to bring, what is needed. */
export function Checklist({ head, list }: { head: string; list: Bilingual[] }) {
  const t = useWords()
  if (list.length === 0) return null
  return (
    <section class="checklist">
      <h2>{head}</h2>
      <ul>
        {list.map((one) => (
          <li key={one.da}>{say(t, one)}</li>
        ))}
      </ul>
    </section>
  )
}

export function Back({ onBack }: { onBack: () => void }) {
  const t = useWords()
  return (
    <button type="button" class="plain back" onClick={onBack}>
      ‹ {t.back}
    </button>
  )
}
