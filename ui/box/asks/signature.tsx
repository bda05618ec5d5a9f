import { useState } from 'preact/hooks'
import type { Stroke } from '../../../device/contract/answer.ts'
import type { AskOf } from '../../../device/contract/asks.ts'
import { Dialog } from '../frame/dialog.tsx'
import { Notice, Screen } from '../frame/screen.tsx'
import { SignaturePad } from '../signature-pad.tsx'
import { useStage } from '../stage.ts'

export function Signature({ ask }: { ask: AskOf<'signature'> }) {
  const { t, answer } = useStage()
  const [strokes, setStrokes] = useState<Stroke[]>([])
  const [left, setLeft] = useState(false)
  const [cannot, setCannot] = useState(false)
  const none = strokes.length === 0
  return (
    <Screen
      title={t.signature.title}
      lead={t.signature.lead}
      large
      picture={
        <SignaturePad
          label={t.signature.field}
          here={t.signature.here}
          left={left}
          strokes={strokes}
          onChange={setStrokes}
        />
      }
      actions={
        <>
          <div class={`pair ${left ? 'mirrored' : ''}`}>
            <button
              type="button"
              class="button button-secondary"
              disabled={none}
              onClick={() => setStrokes(strokes.slice(0, -1))}
            >
              {t.signature.undo}
            </button>
            <button type="button" class="button button-secondary" disabled={none} onClick={() => setStrokes([])}>
              {t.signature.clear}
            </button>
          </div>
          <button
            type="button"
            class="button button-primary"
            disabled={none}
            onClick={() => answer({ is: 'strokes', strokes })}
          >
            {t.signature.approve}
          </button>
          <div class="pair">
            <button type="button" class="button quiet" aria-pressed={left} onClick={() => setLeft(!left)}>
              {left ? t.signature.rightHanded : t.signature.leftHanded}
            </button>
            <button type="button" class="button quiet" onClick={() => setCannot(true)}>
              {t.signature.cannot}
            </button>
          </div>
        </>
      }
    >
      {ask.tooLittle && none && <Notice kind="warning">{t.signature.tooLittle}</Notice>}
      {cannot && (
        <Dialog title={t.signature.cannotTitle} body={t.signature.cannotLead} onEscape={() => setCannot(false)}>
          <div class="question-actions">
            <button type="button" class="button button-secondary" onClick={() => setCannot(false)}>
              {t.signature.cannotNo}
            </button>
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'cannot-sign' })}>
              {t.signature.cannotYes}
            </button>
          </div>
        </Dialog>
      )}
    </Screen>
  )
}
