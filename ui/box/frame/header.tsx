import type { Language } from '../../../device/contract/nouns.ts'
import { useStage } from '../stage.ts'
import { Danger } from './danger.tsx'
import type { SizeControl } from './text-size.ts'

export function Header({ size }: { size: SizeControl }) {
  const { state, t } = useStage()
  return (
    <header class="top">
      <div class="top-row">
        <p class="place">
          <Mark />
          <span>{state.municipality}</span>
        </p>
        <Danger />
        <div class="tools">
          <button type="button" class="button tool" onClick={size.next}>
            <span aria-hidden="true" class="aa">
              A<b>A</b>
            </span>
            {size.size === 200 ? t.normalText : t.biggerText}
          </button>
          <fieldset class="languages">
            <legend class="sr-only">{t.chooseLanguage}</legend>
            <LanguageButton language="da" label={t.dansk} />
            <LanguageButton language="en" label={t.english} />
          </fieldset>
        </div>
      </div>
      {state.progress && <Progress done={state.progress.done} total={state.progress.total} />}
    </header>
  )
}

function LanguageButton({ language, label }: { language: Language; label: string }) {
  const { state, send } = useStage()
  return (
    <button
      type="button"
      class="button tool"
      lang={language}
      aria-pressed={state.language === language}
      onClick={() => send({ is: 'language', language })}
    >
      {label}
    </button>
  )
}

function Progress({ done, total }: { done: number; total: number }) {
  const { t } = useStage()
  const now = Math.min(done + 1, total)
  return (
    <div class="steps">
      <p>{t.step(now, total)}</p>
      <div class="steps-bar" aria-hidden="true">
        {Array.from({ length: total }, (_, i) => (
          <i key={i} class={i < done ? 'done' : i === done ? 'now' : ''} />
        ))}
      </div>
    </div>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" class="mark">
      <path d="M4 4h32v18c0 9-8 13-16 16C12 35 4 31 4 22z" fill="#3c5c22" />
      <path d="M11 21l6 6 12-13" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" />
    </svg>
  )
}
