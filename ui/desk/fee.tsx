import type { DeskView } from '../../device/contract/desk.ts'
import type { DecisionVerdict } from './decision.ts'
import { dateIn, useWords } from './words.ts'

const kroner = (ore: number) => (ore / 100).toFixed(2).replace('.', ',')

/** What the citizen pays and why, whether it is paid, and what a refusal would give back. */
export function FeePanel({ fee }: { fee: DeskView['fee'] }) {
  const all = useWords()
  const t = all.fee
  if (fee === undefined) return null
  return (
    <section class="panel fee">
      <h2>{t.head}</h2>
      {fee === null ? (
        <p>{t.free}</p>
      ) : (
        <dl class="facts">
          <dt>{t.price}</dt>
          <dd>
            <b>{t.kroner(kroner(fee.amount))}</b>
            {fee.parts.length > 1 &&
              ` (${fee.parts.map(({ what, amount }) => `${t.parts[what]} ${kroner(amount)}`).join(' + ')})`}
          </dd>
          <dt>{t.rate}</dt>
          <dd>
            {t.from(dateIn(all, fee.asOf))}
            {fee.pensioner && ` · ${t.pensioner}`}
          </dd>
          <dt>{t.how}</dt>
          <dd>
            {t.paid[fee.paid]}
            {fee.reference && ` · ${fee.reference}`}
          </dd>
        </dl>
      )}
    </section>
  )
}

/** What goes back with this verdict, told before it is signed. */
export function FeeBack({ fee, verdict }: { fee: DeskView['fee']; verdict: DecisionVerdict }) {
  const t = useWords().fee
  if (fee?.paid !== 'card' || verdict === 'approved') return null
  const back = fee.back[verdict]
  return <p data-back={back}>{back > 0 ? t.back(kroner(back)) : t.noneBack}</p>
}
