import type { PortraitWay } from '../../../device/contract/portrait.ts'
import { Dialog } from '../frame/dialog.tsx'
import { useStage } from '../stage.ts'

const ways: readonly PortraitWay[] = ['headwear', 'glasses', 'small-child', 'hard-to-hold']

/** A way of one's own to the picture; `undefined` closes without a choice. */
export function WaysDialog(props: { chosen: PortraitWay | null; onClose(way: PortraitWay | null | undefined): void }) {
  const { t } = useStage()
  const { chosen, onClose } = props
  return (
    <Dialog title={t.ways.title} body={t.ways.body} onEscape={() => onClose(undefined)}>
      <div class="question-actions ways">
        {ways.map((way) => (
          <button
            key={way}
            type="button"
            class="button button-secondary"
            aria-pressed={chosen === way}
            onClick={() => onClose(way)}
          >
            {t.ways.way[way]}
          </button>
        ))}
        <button type="button" class="button button-primary" onClick={() => onClose(null)}>
          {t.ways.usual}
        </button>
      </div>
    </Dialog>
  )
}
