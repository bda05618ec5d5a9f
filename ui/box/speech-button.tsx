import { useSpeech } from './speech.ts'
import { useStage } from './stage.ts'

/** Reads aloud, or does not, for this visit. */
export function SpeechButton() {
  const { t } = useStage()
  const [on, toggle] = useSpeech()
  return (
    <button type="button" class="button button-secondary speech" onClick={toggle}>
      <svg viewBox="0 0 40 40" aria-hidden="true" class="icon">
        <path d="M4 15h8l10-9v28l-10-9H4z" fill="currentColor" />
        <path
          d={on ? 'M27 14l9 12M36 14l-9 12' : 'M27 13q5 7 0 14M32 9q9 11 0 22'}
          fill="none"
          stroke="currentColor"
          stroke-width="3"
          stroke-linecap="round"
        />
      </svg>
      {on ? t.speech.off : t.speech.on}
    </button>
  )
}
