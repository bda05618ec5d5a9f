import { useState } from 'preact/hooks'
import type { AskOf, Stroke } from '../../../device/contract/screen.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { SignaturePad } from '../signature-pad.tsx'
import { useStage } from '../stage.ts'

export function Signature({ ask }: { ask: AskOf<'signature'> }) {
  const { t, answer, send, state } = useStage()
  const [strokes, setStrokes] = useState<Stroke[]>([])
  const none = strokes.length === 0
  return (
    <Screen
      title={t.signature.title}
      lead={t.signature.lead}
      large
      picture={
        <SignaturePad label={t.signature.field} here={t.signature.here} strokes={strokes} onChange={setStrokes} />
      }
      actions={
        <>
          <div class="pair">
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
          {state.can.callPerson && (
            <button type="button" class="button quiet" onClick={() => send({ is: 'call-person' })}>
              {t.signature.cannot}
            </button>
          )}
        </>
      }
    >
      {ask.tooLittle && none && <Notice kind="warning">{t.signature.tooLittle}</Notice>}
    </Screen>
  )
}
