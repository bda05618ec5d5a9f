import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

type Props = { title: string; body: string; onEscape(): void; children: ComponentChildren }

/**
 * A modal question. The browser makes the rest inert; we put the focus on the first button (the harmless one), keep Tab
 * inside, and give the focus back at the end, to the h1 if what had it is gone.
 */
export function Dialog({ title, body, onEscape, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)

  // A layout effect ends before its element is taken away: later there would be nothing to give the focus back from.
  useLayoutEffect(() => {
    const element = dialog.current!
    const before = document.activeElement
    element.showModal()
    element.querySelector('button')?.focus()
    return () => {
      element.close()
      const home = before instanceof HTMLElement && before.isConnected && before !== document.body
      const target = home ? (before as HTMLElement) : document.querySelector<HTMLElement>('main h1')
      target?.focus()
    }
  }, [])

  const keepInside = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return
    const buttons = [...dialog.current!.querySelectorAll('button')]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const next = (at + (event.shiftKey ? -1 : 1) + buttons.length) % buttons.length
    buttons[next]?.focus()
    event.preventDefault()
  }

  return (
    <dialog
      ref={dialog}
      class="question"
      aria-labelledby="question-title"
      aria-describedby="question-body"
      onKeyDown={keepInside}
      onCancel={(event) => {
        event.preventDefault()
        onEscape()
      }}
    >
      <h2 id="question-title">{title}</h2>
      <p id="question-body">{body}</p>
      {children}
    </dialog>
  )
}
