import { useEffect, useRef, useState } from 'preact/hooks'
import type { ScreenState } from '../../../device/contract/screen.ts'
import { Keyboard } from '../call/keyboard.tsx'
import { useStage } from '../stage.ts'
import { Dialog } from './dialog.tsx'

/** What the caseworker does at the box, as it happens: said, pointed at, asked. */
export function Beside() {
  const { state, t } = useStage()
  const { act, point, question, guests } = state
  const asking = guests?.find((guest) => guest.is === 'asks')
  return (
    <>
      <div class="beside" aria-live="polite">
        {act && <p key={act.n}>{t.beside.acts[act.act](act.by)}</p>}
        {point && <p class="pointing">{t.beside.point[point]}</p>}
      </div>
      {question && !state.timeout && <Question key={question.id} question={question} />}
      {asking && !question && !state.timeout && <Consent guest={asking} />}
    </>
  )
}

function Question({ question }: { question: NonNullable<ScreenState['question']> }) {
  const { t, send } = useStage()
  const [text, setText] = useState('')
  const line = useRef<HTMLInputElement>(null)
  useEffect(() => line.current?.focus(), [])
  const title = question.fact ? t.beside.control[question.fact] : (question.text ?? '')
  const reply = (words: string) => send({ is: 'reply', id: question.id, text: words })
  return (
    <Dialog
      title={title}
      body={question.again ? t.beside.again : question.secret ? t.beside.hidden : ''}
      onEscape={() => undefined}
    >
      {question.answer === 'yes-no' ? (
        <div class="question-actions">
          <button type="button" class="button button-secondary" onClick={() => reply(t.yes)}>
            {t.yes}
          </button>
          <button type="button" class="button button-secondary" onClick={() => reply(t.no)}>
            {t.no}
          </button>
        </div>
      ) : (
        <form
          class="typed-form"
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim()) reply(text.trim())
          }}
        >
          <div class="typed-line">
            <input
              ref={line}
              aria-label={t.beside.answer}
              // The types know one kind of input at a time.
              type={(question.secret ? 'password' : 'text') as 'password'}
              inputMode="none"
              autoComplete="off"
              maxLength={120}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <button type="submit" class="button button-primary" disabled={!text.trim()}>
              {t.beside.send}
            </button>
          </div>
          <Keyboard
            label={t.call.keyboard}
            space={t.call.space}
            erase={t.call.erase}
            onKey={(key) => setText((before) => before + key)}
            onErase={() => setText((before) => before.slice(0, -1))}
          />
        </form>
      )}
    </Dialog>
  )
}

/** Nobody joins a conversation whom the citizen has not let in. */
function Consent({ guest }: { guest: NonNullable<ScreenState['guests']>[number] }) {
  const { t, send } = useStage()
  const answer = (allow: boolean) => send({ is: 'guest', guest: guest.id, allow })
  return (
    <Dialog
      title={t.guest.asks(guest.name, t.guest.kinds[guest.kind] ?? guest.kind)}
      body={t.guest.body}
      onEscape={() => answer(false)}
    >
      <div class="question-actions">
        <button type="button" class="button button-secondary" onClick={() => answer(false)}>
          {t.guest.no}
        </button>
        <button type="button" class="button button-primary" onClick={() => answer(true)}>
          {t.guest.yes}
        </button>
      </div>
    </Dialog>
  )
}
