import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { Terminal } from '../pictures/money.tsx'
import { Ending } from '../pictures/things.tsx'
import { useStage } from '../stage.ts'
import { kroner } from '../texts/texts.ts'

/** The price and the ways to pay it, then what the terminal does. */
export function Pay({ ask }: { ask: AskOf<'pay'> }) {
  const { t, answer, language } = useStage()
  const texts = t.pay
  const price = (amount: number) => t.review.kroner(kroner(amount, language))
  if (ask.state === 'unknown')
    return (
      <Screen
        title={texts.unknownTitle}
        picture={<Ending is="stopped" />}
        actions={
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
            {texts.goOn}
          </button>
        }
      >
        <Notice kind="warning">{texts.unknown}</Notice>
      </Screen>
    )
  if (ask.state === 'choose') {
    const paperHere = ask.errand === 'residence-certificate'
    return (
      <Screen
        title={texts.title.choose}
        lead={texts.lead}
        actions={
          <>
            {ask.card && (
              <button type="button" class="button button-primary" onClick={() => answer({ is: 'pay', way: 'card' })}>
                {texts.card}
              </button>
            )}
            <button
              type="button"
              class="button button-secondary"
              onClick={() => answer({ is: 'pay', way: 'otherwise' })}
            >
              {texts.otherwise[paperHere ? 'desk' : ask.otherwise]}
            </button>
          </>
        }
      >
        {ask.declined && <Notice kind="warning">{texts.declined[ask.declined]}</Notice>}
        {!ask.card && <Notice kind="info">{texts.noCard}</Notice>}
        <table class="price">
          <tbody>
            {ask.parts.length > 1 &&
              ask.parts.map(({ what, amount }) => (
                <tr key={what}>
                  <th scope="row">{what === 'document' ? texts.parts.document[ask.errand] : texts.parts[what]}</th>
                  <td>{price(amount)}</td>
                </tr>
              ))}
            <tr class="total">
              <th scope="row">{ask.parts.length > 1 ? texts.total : texts.parts.document[ask.errand]}</th>
              <td>{price(ask.amount)}</td>
            </tr>
          </tbody>
        </table>
        {ask.pensioner && <p class="hint">{texts.pensioner}</p>}
        {paperHere && <p class="hint">{texts.elsewhere}</p>}
      </Screen>
    )
  }
  return (
    <Screen
      title={texts.title[ask.state]}
      lead={ask.state === 'paid' ? null : ask.state === 'terminal' ? texts.follow : texts.checking}
      picture={ask.state === 'paid' ? <Ending is="good" /> : <Terminal moving={ask.state === 'terminal'} />}
      actions={
        ask.state === 'terminal' && (
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'no' })}>
            {texts.stop}
          </button>
        )
      }
    >
      <p class="amount" aria-live="polite">
        {price(ask.amount)}
      </p>
    </Screen>
  )
}
