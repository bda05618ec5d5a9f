import { useState } from 'preact/hooks'
import type { ImpossibleReason } from '../../../device/contract/nouns.ts'
import { Dialog } from '../frame/dialog.tsx'
import { useStage } from '../stage.ts'

/** Why this finger, or this hand, cannot be taken, in the citizen's own choice of words. A caseworker looks at it later. */
export function FingerCannot({ onClose }: { onClose(): void }) {
  const { t, answer } = useStage()
  const [hand, setHand] = useState(false)
  const texts = t.finger
  return (
    <Dialog title={texts.cannotTitle} body={texts.cannotLead} onEscape={onClose}>
      <div class="question-actions">
        <button type="button" class="button button-secondary" onClick={onClose}>
          {texts.never}
        </button>
        <button
          type="button"
          class={`button button-secondary toggle ${hand ? 'on' : ''}`}
          aria-pressed={hand}
          onClick={() => setHand(!hand)}
        >
          <span class="tick-box" aria-hidden="true">
            {hand ? '✓' : ''}
          </span>
          {texts.cannotHand}
        </button>
        {(Object.keys(texts.reasons) as ImpossibleReason[]).map((reason) => (
          <button
            key={reason}
            type="button"
            class="button button-secondary"
            onClick={() => {
              answer({ is: 'finger-cannot', reason, hand })
              onClose()
            }}
          >
            {texts.reasons[reason]}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
