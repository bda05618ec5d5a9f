import type { Block, DeskView } from '../../device/contract/desk.ts'
import { obstacles, type Ticks } from './decision.ts'
import { useWords } from './words.ts'

/** Which tick lifts a block, where one can. */
const lifts: Partial<Record<Block, keyof Ticks>> = {
  'consent-missing': 'consent',
  'identity-unproven': 'otherProof',
  'prints-consequence': 'prints',
  'no-signature': 'cannotSign',
}

/** What stands in the way of an approval, and what the caseworker can record to lift it. */
export function BlocksPanel(props: { view: DeskView | null; ticks: Ticks; onTicks: (ticks: Ticks) => void }) {
  const t = useWords()
  const { view, ticks } = props
  if (!view?.blocks.length) return null
  const left = obstacles(view, ticks)
  const consequence = ({ prints }: DeskView) => {
    const now = prints?.consequence
    if (now?.is === 'provisional') return t.decide.prints.provisional(now.months)
    return t.decide.prints[now?.is === 'exempt' ? 'exempt' : 'one-hand']
  }
  return (
    <section class="panel blocks">
      <h2>{t.decide.before}</h2>
      <ul>
        {view.blocks.map((block) => {
          const tick = lifts[block]
          return (
            <li key={block} data-block={block}>
              <span class={left.includes(block) ? 'stands' : 'lifted'}>{t.block[block]}</span>
              {tick && (
                <label class="tick">
                  <input
                    type="checkbox"
                    checked={ticks[tick]}
                    onChange={(event) => props.onTicks({ ...ticks, [tick]: event.currentTarget.checked })}
                  />
                  {tick === 'prints' ? consequence(view) : t.decide[tick]}
                </label>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
