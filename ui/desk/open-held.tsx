import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { QueueEntry } from '../../device/contract/api.ts'
import { useWords } from './words.ts'

/** As the contract wants it (`claim.reason`). */
const REASON_MIN = 10
const REASON_MAX = 200

/** A case that is kept for a colleague: opened only with a reason, which stands in the audit log. */
export function OpenHeld(props: { entry: QueueEntry; busy: boolean; onOpen: (reason: string) => void }) {
  const t = useWords().queue
  const id = useId()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  // It opens where the button was: whoever pressed it writes next.
  useLayoutEffect(() => field.current?.focus(), [asking])
  if (!asking)
    return (
      <button
        type="button"
        class="button button-secondary"
        disabled={props.busy}
        aria-label={t.openNumber(props.entry.number)}
        onClick={() => setAsking(true)}
      >
        {t.open}
      </button>
    )
  const words = reason.trim()
  return (
    <form
      class="open-held"
      onSubmit={(event) => {
        event.preventDefault()
        if (words.length >= REASON_MIN) props.onOpen(words)
      }}
      onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}
    >
      <label class="form-label" for={id}>
        {t.reason}
      </label>
      <span class="small" id={`${id}-hint`}>
        {t.reasonHint}
      </span>
      <textarea
        class="form-input"
        id={id}
        aria-describedby={`${id}-hint`}
        rows={2}
        maxLength={REASON_MAX}
        value={reason}
        ref={field}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="verbs">
        <button type="submit" class="button button-primary" disabled={props.busy || words.length < REASON_MIN}>
          {t.openNow}
        </button>
        <button type="button" class="button button-tertiary" onClick={() => setAsking(false)}>
          {t.notNow}
        </button>
      </div>
    </form>
  )
}
