import { useEffect, useState } from 'preact/hooks'
import type { SetupState, SetupUp } from '../../device/contract/setup.ts'
import type { da } from './texts/da.ts'

const DIGITS = 6
type Asks = Extract<SetupState, { is: 'accept-code' }>

/** The technician's code, by touch: a box has no keyboard. It is sent with its last digit. */
export function CodePage({ t, state, send }: { t: typeof da; state: Asks; send: (up: SetupUp) => void }) {
  const [code, setCode] = useState('')
  const words = t.code
  // Each answer is a new state: what was wrong is typed anew.
  useEffect(() => setCode(''), [state])
  const type = (digit: string) => {
    const next = (code + digit).slice(0, DIGITS)
    setCode(next)
    if (next.length === DIGITS && code.length < DIGITS) send({ is: 'code', code: next })
  }
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p class="code" role="status" aria-label={words.typed(code.length)}>
        {code.padEnd(DIGITS, '·')}
      </p>
      <div class="pad">
        {[...'123456789'].map((digit) => (
          <button key={digit} type="button" onClick={() => type(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" onClick={() => setCode('')}>
          {words.clear}
        </button>
        <button type="button" onClick={() => type('0')}>
          0
        </button>
        <button type="button" aria-label={words.back} onClick={() => setCode(code.slice(0, -1))}>
          ←
        </button>
      </div>
      {/* Below the keys: they stay under the finger when it appears. */}
      {state.problem && (
        <p class="loud" role="alert">
          {words.problem[state.problem]}
        </p>
      )}
    </>
  )
}
