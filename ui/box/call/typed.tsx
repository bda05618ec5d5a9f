import { useEffect, useRef, useState } from 'preact/hooks'
import { useStage } from '../stage.ts'
import { Keyboard } from './keyboard.tsx'

/** Typed words cross as they are written, within the half second that real-time text allows (ms). */
const SEND_EVERY_MS = 300
/** As the contract allows. */
const TEXT_MAX = 2_000

/** The typed line beside the voice: the caseworker's last words, ready answers, and a keyboard on the screen. */
export function Typed({ open, onClose }: { open: boolean; onClose(): void }) {
  const { state, t, send } = useStage()
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  // Two quick keys can come before the line is drawn again.
  const latest = useRef('')
  const line = useRef<HTMLInputElement>(null)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (open) line.current?.focus()
  }, [open])

  const write = (words: string) => {
    const next = words.slice(0, TEXT_MAX)
    latest.current = next
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => send({ is: 'text', text: next }), SEND_EVERY_MS)
  }
  const finish = (words: string) => {
    clearTimeout(timer.current)
    send({ is: 'text', text: words })
    latest.current = ''
    setText('')
    onClose()
  }

  return (
    <div class="typed">
      <div aria-live="polite">
        {state.text && (
          <p class="typed-theirs">
            <span class="hint">{t.call.says}</span> {state.text}
          </p>
        )}
      </div>
      {open && (
        <form
          class="typed-form"
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault()
            if (text !== '') finish(text)
          }}
        >
          <div class="typed-phrases">
            {t.call.phrases.map((phrase) => (
              <button key={phrase} type="button" class="button button-secondary" onClick={() => finish(phrase)}>
                {phrase}
              </button>
            ))}
          </div>
          <div class="typed-line">
            <input
              aria-label={t.call.write}
              inputMode="none"
              autoComplete="off"
              value={text}
              ref={line}
              onInput={(event) => write(event.currentTarget.value)}
            />
            <button type="submit" class="button button-primary" disabled={text === ''}>
              {t.call.send}
            </button>
            <button type="button" class="button button-secondary" onClick={onClose}>
              {t.call.close}
            </button>
          </div>
          <Keyboard
            label={t.call.keyboard}
            space={t.call.space}
            erase={t.call.erase}
            onKey={(key) => write(latest.current + key)}
            onErase={() => write(latest.current.slice(0, -1))}
          />
        </form>
      )}
    </div>
  )
}
