import type { Block, DeskView } from '../../device/contract/desk.ts'
import { obstacles, type Ticks, type Witness } from './decision.ts'
import { useWords } from './words.ts'

/** Which tick lifts a block, where one can. */
const lifts: Partial<Record<Block, Exclude<keyof Ticks, 'witness' | 'portrait'>>> = {
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
              {block === 'identity-unproven' && <WitnessFields {...props} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Somebody who knows the citizen vouches for them, and says who they are themselves. It stands in the signed decision. */
function WitnessFields(props: { ticks: Ticks; onTicks: (ticks: Ticks) => void }) {
  const t = useWords().decide
  const { witness } = props.ticks
  const set = (change: Partial<Witness>) =>
    witness && props.onTicks({ ...props.ticks, witness: { ...witness, ...change } })
  return (
    <>
      <label class="tick">
        <input
          type="checkbox"
          checked={witness !== null}
          onChange={(event) =>
            props.onTicks({
              ...props.ticks,
              witness: event.currentTarget.checked ? { name: '', proof: '', relation: '' } : null,
            })
          }
        />
        {t.witness}
      </label>
      {witness &&
        (['name', 'proof', 'relation'] as const).map((field) => (
          <input
            key={field}
            class="form-input"
            aria-label={t[labels[field]]}
            placeholder={t[labels[field]]}
            maxLength={field === 'relation' ? 80 : 120}
            value={witness[field]}
            onInput={(event) => set({ [field]: event.currentTarget.value })}
          />
        ))}
    </>
  )
}
const labels = { name: 'witnessName', proof: 'witnessProof', relation: 'witnessRelation' } as const
