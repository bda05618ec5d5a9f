import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** Tools that are not needed all the time: a button, and beside the case what it opens. Escape closes it. */
export function Drawer({ label, children }: { label: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <>
      <button type="button" class="button button-tertiary" popovertarget={id}>
        {label}
      </button>
      <section id={id} class="drawer" popover="auto" aria-label={label}>
        {children}
      </section>
    </>
  )
}
