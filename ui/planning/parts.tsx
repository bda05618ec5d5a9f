import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useTexts } from './language.ts'
import { texts } from './shell/texts.ts'

/** The head of a page. It takes the focus, so that keyboard and screen reader begin at the top of what is new. */
export function Head({ children }: { children: ComponentChildren }) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus({ preventScroll: true }), [])
  return (
    <h1 ref={head} tabIndex={-1}>
      {children}
    </h1>
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

/** What a page shows: still coming, not to be had, or there. `again` reads it anew. */
export type Loaded<T> = { value: T | null; failed: boolean; again: () => Promise<void>; set: (value: T) => void }

/** Reads something once, and again whenever one of `on` changes. */
export function useLoaded<T>(read: () => Promise<T>, on: unknown[] = []): Loaded<T> {
  const [value, set] = useState<T | null>(null)
  const [failed, setFailed] = useState(false)
  // The last question asked is the one whose answer counts.
  const turn = useRef(0)
  const again = useCallback(async () => {
    const mine = ++turn.current
    try {
      const found = await read()
      if (mine !== turn.current) return
      set(() => found)
      setFailed(false)
    } catch {
      if (mine === turn.current) setFailed(true)
    }
  }, on)
  useEffect(() => void again(), [again])
  return { value, failed, again, set: (next) => set(() => next) }
}

/** Stands in for a page until its data is there. */
export function Waiting({ of }: { of: Pick<Loaded<unknown>, 'failed' | 'again'> }) {
  const t = useTexts(texts)
  if (!of.failed) return <p role="status">{t.loading}</p>
  return (
    <Flag>
      <p>{t.offline}</p>
      <button type="button" class="button button-secondary" onClick={() => void of.again()}>
        {t.again}
      </button>
    </Flag>
  )
}
