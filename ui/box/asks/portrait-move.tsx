import type { AskOf } from '../../../device/contract/asks.ts'
import type { PortraitMove as Move } from '../../../device/contract/portrait.ts'
import { Screen } from '../frame/screen.tsx'
import { Mirror } from '../mirror.tsx'
import { useSpoken } from '../speech.ts'
import { SpeechButton } from '../speech-button.tsx'
import { useStage } from '../stage.ts'
import { Arrow } from './portrait-arrow.tsx'

const arrows: Partial<Record<Move, number>> = { 'turn-right': 0, 'turn-left': 180 }

/** Turn your head, close your eyes: what a picture of a face cannot do when it is asked. */
export function PortraitMove({ ask }: { ask: AskOf<'portrait-move'> }) {
  const { t, answer } = useStage()
  const said = ask.move ? t.move.say[ask.move] : t.move.straight
  useSpoken(said)
  return (
    <Screen
      title={t.move.title}
      large
      picture={<Mirror label={t.portrait.preview} starting={t.portrait.starting} outline="free" holding={0} />}
      actions={
        <button type="button" class="button button-secondary" onClick={() => answer({ is: 'skip' })}>
          {t.move.skip}
        </button>
      }
    >
      <p class={`guidance ${ask.move ? '' : 'good'}`} aria-live="polite">
        <Arrow degrees={ask.move ? arrows[ask.move] : undefined} />
        {said}
      </p>
      <div class="and-speech">
        <p class="hint">
          {t.move.lead} {t.move.of(ask.done, ask.total)}
        </p>
        <SpeechButton />
      </div>
    </Screen>
  )
}
