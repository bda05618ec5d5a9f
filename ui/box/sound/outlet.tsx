import { useStage } from '../stage.ts'
import { useSound } from './sound.ts'
import { outlets } from './where.ts'

/** Where the sound goes, where there is a choice; and what to do when the headset was pulled out. */
export function OutletChoice() {
  const { t } = useStage()
  const { where, there, choose } = useSound()
  const texts = t.call.sound
  const present = outlets.filter((one) => there[one])
  if (where === 'nowhere')
    return (
      <div class="call-note outlet" role="status">
        <p>{texts.pulled}</p>
        <button type="button" class="button button-secondary" onClick={() => choose('loudspeaker')}>
          {texts.aloud}
        </button>
      </div>
    )
  if (present.length < 2) return null
  return (
    <fieldset class="outlet">
      <legend>{texts.head}</legend>
      {present.map((one) => (
        <button
          key={one}
          type="button"
          class="button button-secondary"
          aria-pressed={where === one}
          onClick={() => choose(one)}
        >
          {texts[one]}
        </button>
      ))}
    </fieldset>
  )
}
