import type { AskOf } from '../../../device/contract/screen.ts'
import { Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'

export function PortraitKeep({ ask }: { ask: AskOf<'portrait-keep'> }) {
  const { t, answer } = useStage()
  return (
    <Screen
      title={t.keep.title}
      lead={t.keep.lead}
      large
      picture={<img class="portrait" src={ask.image} alt={t.keep.image} />}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
            {t.keep.yes}
          </button>
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'no' })}>
            {t.keep.no}
          </button>
        </>
      }
    />
  )
}
