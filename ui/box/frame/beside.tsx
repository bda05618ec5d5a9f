import { useEffect, useRef, useState } from 'preact/hooks'
import type { ScreenState } from '../../../device/contract/screen.ts'
import { Keyboard } from '../call/keyboard.tsx'
import { useStage } from '../stage.ts'
import { Dialog } from './dialog.tsx'

/** What the caseworker does at the box, as it happens: said, pointed at, asked. */
export function Beside() {
  const { state, t } = useStage()
  const { act, point, question } = state
  return (
    <>
      <div class="beside" aria-live="polite">
        {act && <p key={act.n}>{t.beside.acts[act.act](act.by)}</p>}
        {point && <p class="pointing">{t.beside.point[point]}</p>}
      </div>
      {question && !state.timeout && <Question key={question.id} question={question} />}
    </>
  )
}

function Question({ question }: { question: NonNullable<ScreenState['question']> }) {
  const { t, send } = useStage()
  const [text, setText] = useState('')
  const line = useRef<HTMLInputElement>(null)
  useEffect(() => line.current?.focus(), [])
  const { guest } = question
  const title = guest
    ? t.beside.guest.ask(t.beside.guest.kinds[guest])
    : question.fact
      ? t.beside.control[question.fact]
      : (question.text ?? '')
  const reply = (words: string, yes?: boolean) =>
    send({ is: 'reply', id: question.id, text: words, ...(yes === undefined ? {} : { yes }) })
  return (
    <Dialog
      title={title}
      body={
        guest ? t.beside.guest.means[guest] : question.again ? t.beside.again : question.secret ? t.beside.hidden : ''
      }
      onEscape={() => undefined}
    >
      {question.answer === 'yes-no' ? (
        <div class="question-actions">
          <button type="button" class="button button-secondary" onClick={() => reply(t.yes, true)}>
            {t.yes}
          </button>
          <button type="button" class="button button-secondary" onClick={() => reply(t.no, false)}>
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
