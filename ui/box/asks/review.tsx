import type { ComponentChildren } from 'preact'
import type { AskOf } from '../../../device/contract/asks.ts'
import type { FingerPosition, StepName } from '../../../device/contract/nouns.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'
import { kroner, longDate } from '../texts/texts.ts'

export function Review({ ask }: { ask: AskOf<'review'> }) {
  const { t, answer, language, state } = useStage()
  const texts = t.review
  const { holder, portrait, fingers, signature, contact, fee, redoable, prints } = ask
  const may = (step: StepName) => redoable.includes(step)
  return (
    <Screen
      title={texts.title}
      lead={state.call ? texts.leadInCall : texts.lead}
      actions={
        <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
          {texts.yes}
        </button>
      }
    >
      {prints?.is === 'one-hand' && <Notice kind="info">{texts.prints['one-hand']}</Notice>}
      {prints?.is === 'provisional' && <Notice kind="info">{texts.prints.provisional(prints.months)}</Notice>}
      {prints?.is === 'exempt' && <Notice kind="info">{texts.prints.exempt}</Notice>}
      <ul class="cards">
        <Card step="portrait" may={may}>
          {portrait ? <img class="portrait" src={portrait} alt={t.keep.image} /> : <p>{texts.missing}</p>}
        </Card>
        <Card step="holder" may={may}>
          <p class="strong">
            {holder.givenNames} {holder.surname}
          </p>
          <p>
            {texts.born}: {longDate(holder.dateOfBirth, language)}
          </p>
          {fee && (
            <>
              <p class="strong">
                {texts.fee}: {texts.kroner(kroner(fee.amount, language))}
              </p>
              <p class="hint">{texts.feeAsOf(longDate(fee.asOf, language))}</p>
            </>
          )}
        </Card>
        {fingers.map((finger) => (
          <Card key={finger.position} step={stepOf(finger.position)} may={may}>
            {finger.image && <img class="print" src={finger.image} alt={t.finger.image} />}
            {finger.is !== 'exempt' && finger.is !== 'unavailable' && <p>{texts.fingerName[finger.position]}</p>}
            <p>{texts.finger[finger.is]}</p>
          </Card>
        ))}
        <Card step="signature" may={may}>
          {signature ? <img class="signature" src={signature} alt={t.signature.image} /> : <p>{texts.noSignature}</p>}
        </Card>
        <Card step="contact" may={may}>
          <p>
            {texts.place}: <b>{contact.placeName}</b>
          </p>
          <p>
            {texts.phone}: <b>{contact.phone || texts.noPhone}</b>
          </p>
        </Card>
      </ul>
    </Screen>
  )
}

/** Whichever finger it became, it is the step of its hand. */
const stepOf = (position: FingerPosition): StepName => (position.startsWith('right') ? 'right-index' : 'left-index')

type CardProps = { step: StepName; may(step: StepName): boolean; children: ComponentChildren }

function Card({ step, may, children }: CardProps) {
  const { t, answer } = useStage()
  const name = t.review.parts[step]
  return (
    <li class={`review-card of-${step}`}>
      <h2>{name}</h2>
      <div class="review-what">{children}</div>
      {may(step) && (
        <button type="button" class="button button-secondary" onClick={() => answer({ is: 'redo', step })}>
          {t.review.redo}
          <span class="sr-only">: {name}</span>
        </button>
      )}
    </li>
  )
}
