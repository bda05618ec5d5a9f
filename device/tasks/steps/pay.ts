import type { PayOutcome } from '../../../drivers/payment/pay.ts'
import type { AskOf } from '../../contract/asks.ts'
import type { Fee } from '../../rules/fees.ts'
import type { Step } from '../runner.ts'
import type { PaidState, TaskContext } from '../task.ts'
import { answerOf } from './questions.ts'

type PayAsk = AskOf<'pay'>

/**
 * The fee, once. By card it is charged at the terminal; whoever cannot pay so goes the municipality's other way. A terminal
 * that loses its answer is asked until it knows; if it does not, a person finds out, and nobody pays twice.
 */
export function payFee(task: TaskContext, fee: Fee): Step<PaidState> {
  return async (io) => {
    const { payments } = task
    const before = payments.paid()
    if (before?.amount === fee.amount) return { is: 'card', ...before }
    let state: PayAsk['state'] = 'choose'
    let declined: PayAsk['declined'] = null
    const show = () =>
      io.show({
        is: 'pay',
        errand: task.errand(),
        amount: fee.amount,
        parts: fee.parts.map(({ what, amount }) => ({ what, amount })),
        ...(fee.pensioner ? { pensioner: true } : {}),
        state,
        card: payments.card,
        otherwise: payments.otherwise,
        declined,
      })
    // A terminal that goes or comes back while the price is read.
    const off = payments.onReady(() => state === 'choose' && show())
    try {
      for (;;) {
        state = 'choose'
        show()
        const { way } = await answerOf(io, 'pay')
        if (way === 'otherwise') {
          if (await payments.giveBack()) return { is: payments.otherwise, amount: fee.amount }
          state = 'unknown'
          show()
          await answerOf(io, 'yes')
          return { is: 'unknown', amount: fee.amount }
        }
        if (!payments.card) continue
        const stop = new AbortController()
        void answerOf(io, 'no').then(
          () => stop.abort(),
          () => {},
        )
        const outcome = await payments.charge(fee.amount, AbortSignal.any([io.signal, stop.signal]), (now) => {
          state = now
          show()
        })
        io.signal.throwIfAborted()
        if (outcome.is === 'paid') {
          state = 'paid'
          show()
          return { is: 'card', ...payments.paid()! }
        }
        if (outcome.is === 'unknown' || outcome.is === 'unclear') {
          state = 'unknown'
          show()
          await answerOf(io, 'yes')
          return { is: 'unknown', amount: fee.amount }
        }
        declined = whyOf(outcome)
      }
    } finally {
      off()
    }
  }
}

function whyOf(outcome: Extract<PayOutcome, { is: 'declined' | 'ended' }>): PayAsk['declined'] {
  if (outcome.is === 'ended') return 'failed'
  if (outcome.why === 'refused') return 'refused'
  return outcome.why === 'cancelled' || outcome.why === 'aborted' ? 'cancelled' : 'failed'
}
