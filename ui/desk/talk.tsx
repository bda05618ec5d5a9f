import { useEffect, useRef, useState } from 'preact/hooks'
import type { Held } from './store.ts'
import { useWords } from './words.ts'

/** Between what is typed and what is sent of it (ms). */
const SEND_EVERY_MS = 300

type Props = { held: Held; onSay: (text: string) => void; onType: (text: string) => void }

/** Typed words beside the voice, for whoever cannot hear or speak well. */
export function TalkPanel({ held, onSay, onType }: Props) {
  const t = useWords().talk
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const mine = held.talk.findLastIndex((line) => line.from === 'me')
  const shown = held.view?.screen.text === held.talk[mine]?.text

  // Words cross as they are written, within the half second that real-time text allows.
  const write = (words: string) => {
    setText(words)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onType(words), SEND_EVERY_MS)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const send = (event: SubmitEvent) => {
    clearTimeout(timer.current)
    event.preventDefault()
    if (!text.trim()) return
    onSay(text.trim())
    setText('')
  }
  return (
    <section class="panel talk">
      <h2>{t.head}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div class="lines" role="log" aria-label={t.head} tabIndex={0}>
        {held.talk.length === 0 && <p class="small">{t.empty}</p>}
        {held.talk.map((line, index) => (
          <p key={index} class={line.from}>
            <b>{t[line.from]}:</b> {line.text} {index === mine && shown && <span class="small">({t.shown})</span>}
          </p>
        ))}
      </div>
      <form class="side-by-side" onSubmit={send}>
        <input
          class="form-input"
          aria-label={t.label}
          placeholder={t.label}
          value={text}
          maxLength={400}
          onInput={(event) => write(event.currentTarget.value)}
        />
        <button type="submit" class="button button-secondary">
          {t.send}
        </button>
      </form>
    </section>
  )
}
