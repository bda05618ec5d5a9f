import { useState } from 'preact/hooks'
import type { CallBack } from '../../../device/contract/call.ts'
import { Keypad } from '../frame/keypad.tsx'
import { Notice } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'

type Props = { callBack: CallBack; voice: boolean }

/** It takes long, said below the place in the queue. */
export function OtherWays(props: Props) {
  const { t } = useStage()
  return (
    <section class="other-ways">
      <h2>{t.waiting.ways.head}</h2>
      <Ways {...props} />
    </section>
  )
}

/** Talk without pictures, be called, or book a time. What was made here is erased when the citizen goes, and that is said. */
export function Ways({ callBack, voice }: Props) {
  const { t, send } = useStage()
  const texts = t.waiting.ways
  const [typing, setTyping] = useState(false)
  const [phone, setPhone] = useState('')
  const [printed, setPrinted] = useState(false)
  const ready = phone.replace(/\D/g, '').length >= 8
  if (callBack === 'noted') return <Notice kind="success">{texts.noted}</Notice>
  return (
    <>
      <p>{texts.erased}</p>
      {callBack === 'failed' && <Notice kind="warning">{texts.failed}</Notice>}
      {printed && <Notice kind="success">{texts.printed}</Notice>}
      {voice && <Notice kind="success">{texts.voiceAsked}</Notice>}
      {!voice && !typing && <p>{texts.voiceMeans}</p>}
      {typing ? (
        <form
          class="call-back"
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) send({ is: 'call-back', phone })
          }}
        >
          <label for="call-back">{texts.phone}</label>
          <input
            id="call-back"
            inputMode="none"
            autoComplete="off"
            value={phone}
            onInput={(event) => setPhone(event.currentTarget.value.replace(/[^0-9 +]/g, ''))}
          />
          <Keypad
            label={texts.phone}
            erase={t.call.erase}
            onKey={(key) => setPhone((before) => (before + key).slice(0, 16))}
            onErase={() => setPhone((before) => before.slice(0, -1))}
          />
          <button type="submit" class="button button-primary" disabled={!ready || callBack === 'sending'}>
            {texts.call}
          </button>
        </form>
      ) : (
        <div class="question-actions">
          {!voice && (
            <button type="button" class="button button-secondary" onClick={() => send({ is: 'voice-help' })}>
              {texts.voice}
            </button>
          )}
          <button type="button" class="button button-secondary" onClick={() => setTyping(true)}>
            {texts.callMe}
          </button>
          <button
            type="button"
            class="button button-secondary"
            disabled={printed}
            onClick={() => {
              send({ is: 'appointment-slip' })
              setPrinted(true)
            }}
          >
            {texts.slip}
          </button>
        </div>
      )}
    </>
  )
}
