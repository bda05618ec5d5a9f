import type { ComponentChildren } from 'preact'
import type { AcceptStep, AcceptView } from '../../device/contract/accept.ts'
import type { SetupUp } from '../../device/contract/setup.ts'
import { Hand } from '../box/pictures/hand.tsx'
import { PassportOnReader } from '../box/pictures/passport.tsx'
import { CaseworkerOnScreen } from '../box/pictures/people.tsx'
import { Printer } from '../box/pictures/things.tsx'
import type { da } from './texts/da.ts'

/** What good looks like, where a picture says more than words. */
function pictureOf(step: AcceptStep, title: string): ComponentChildren {
  switch (step) {
    case 'document':
    case 'replug':
      return <PassportOnReader does={step === 'document' ? 'put' : 'take'} title={title} />
    case 'portrait':
    case 'camera':
      return <CaseworkerOnScreen title={title} />
    case 'finger':
      return <Hand position="right-index" title={title} />
    case 'page':
      return <Printer moving title={title} />
    default:
      return null
  }
}

export function AcceptPage({ t, accept, send }: { t: typeof da; accept: AcceptView; send: (up: SetupUp) => void }) {
  const { step, state, problem, done, steps } = accept
  const words = t.accept
  const result = (one: AcceptStep) => done.find((entry) => entry.step === one)?.result
  return (
    <>
      <h1>
        {step ? `${words.title}: ${words.steps[step].name}` : state === 'failed' ? words.failedTitle : words.sending}
      </h1>
      {step && <p>{words.steps[step].todo}</p>}
      {!step && <p>{state === 'failed' ? words.failedLead : state === 'unsent' ? words.unsent : null}</p>}
      {step && <div class="picture">{pictureOf(step, words.steps[step].name)}</div>}
      {state === 'failed' && problem && (
        <p class="loud" role="alert">
          {words.problem} {problem}
        </p>
      )}
      <div class="row">
        {step && state === 'asks' && (
          <>
            <button type="button" class="main" onClick={() => send({ is: 'answer', step, ok: true })}>
              {words.yes}
            </button>
            <button type="button" onClick={() => send({ is: 'answer', step, ok: false })}>
              {words.no}
            </button>
          </>
        )}
        {step && state === 'failed' && (
          <>
            <button type="button" class="main" onClick={() => send({ is: 'repeat', step })}>
              {words.again}
            </button>
            <button type="button" onClick={() => send({ is: 'answer', step, ok: false })}>
              {words.leave}
            </button>
          </>
        )}
        {!step && state === 'failed' && (
          <button type="button" class="main" onClick={() => send({ is: 'again' })}>
            {words.restart}
          </button>
        )}
      </div>
      <ol class="steps">
        {steps.map((one) => (
          <li key={one} class={one === step ? 'now' : (result(one) ?? '')}>
            {words.steps[one].name}
            {result(one) === 'passed' ? ' ✓' : result(one) === 'failed' ? ' ✗' : ''}
          </li>
        ))}
      </ol>
      {done.length > 0 && (
        <p class="measures">
          {done
            .at(-1)!
            .measures.map(
              ({ name, value, unit, limit }) =>
                `${name} ${value} ${unit}${limit ? ` (${words.limit[limit.is]} ${limit.value})` : ''}`,
            )
            .join(' · ')}
        </p>
      )}
    </>
  )
}
