import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Ask } from '../../../device/contract/asks.ts'
import { Fault, type FaultCode } from '../../../device/contract/faults.ts'
import type { StepName } from '../../../device/contract/nouns.ts'
import { Runner, type Step } from '../../../device/tasks/runner.ts'

const test = suite('runner')

/** A runner with everything it told, and an answer to whatever is asked. */
function watched() {
  const shown: { askId: string; ask: Ask }[] = []
  const faults: string[] = []
  const runner = new Runner({
    step: () => {},
    show: (askId, ask) => shown.push({ askId, ask }),
    done: () => {},
    fault: (step, fault) => faults.push(`${step} ${fault.code}`),
  })
  return { runner, shown, faults, askIds: () => new Set(shown.map(({ askId }) => askId)).size }
}

const portrait = (problem: FaultCode | null): Ask => ({
  is: 'portrait',
  guidance: 'no-face',
  way: null,
  holding: 0,
  problem,
})
const asks: Step<true> = async (io) => {
  io.show({ is: 'privacy' })
  await io.answer()
  return true
}
const asksNothing: Step<true> = async () => true
/** Waits until the runner asks `step`, then goes on. */
const asked = async (runner: Runner, step: StepName) => {
  while (runner.step !== step) await new Promise((resolve) => setImmediate(resolve))
}

test('a device that stays away is one question and one line in the log, however often it is looked for', async () => {
  const { runner, shown, faults, askIds } = watched()
  await runner.run(() =>
    runner.once('portrait', [], async (io) => {
      io.show(portrait(io.problem))
      if (io.attempt < 4) throw new Fault('camera.gone')
    }),
  )
  assert.equal(
    shown.map(({ ask }) => ask.is === 'portrait' && ask.problem),
    [null, 'camera.gone', 'camera.gone', 'camera.gone'],
  )
  assert.is(askIds(), 2, 'one without and one with the problem')
  assert.equal(faults, ['portrait camera.gone'])
})

test('a step that fails in no time is not tried in a tight loop', async () => {
  const { runner } = watched()
  let tries = 0
  const end = new Error('end')
  setTimeout(() => runner.end(end), 1_000)
  const over = await runner
    .run(() =>
      runner.once('right-index', [], async () => {
        tries += 1
        throw new Fault('finger.protocol')
      }),
    )
    .catch((error) => error)
  assert.is(over, end)
  assert.ok(tries < 10, `${tries} tries`)
})

test('a fault that comes again after another try is a new question: it is announced again', async () => {
  const { runner, askIds, faults } = watched()
  await runner.run(() =>
    runner.once('document', [], async (io) => {
      io.show({ is: 'document', state: 'waiting', progress: 0, problem: io.problem })
      if (io.attempt < 3) throw new Fault('mrz.unreadable')
    }),
  )
  assert.is(askIds(), 3)
  assert.is(faults.length, 1)
})

test('a fault that trying cannot end is told, and the step waits for something else', async () => {
  const { runner, shown } = watched()
  await runner.run(() =>
    runner.once('document', [], async (io) => {
      io.show({ is: 'document', state: 'waiting', progress: 0, problem: io.problem })
      io.show({ is: 'document', state: 'checking', progress: 1, problem: null })
      if (io.attempt === 1) throw new Fault('chip.malformed')
    }),
  )
  assert.equal(
    shown.map(({ ask }) => ask.is === 'document' && ask.problem),
    [null, null, 'chip.malformed', null],
  )
})

test('back goes to the question before on the leaflet, also after another part was retaken, and past what asks nothing', async () => {
  const { runner, shown } = watched()
  const order: StepName[] = ['contact', 'right-index', 'signature', 'review']
  const back: (StepName | null)[] = []
  const running = runner
    .run(async () => {
      for (const step of order)
        await runner.once(step, step === 'review' ? ['signature'] : [], step === 'right-index' ? asksNothing : asks)
    })
    .catch(() => {})
  const answer = () => runner.take(shown.at(-1)!.askId, { is: 'yes' })
  await asked(runner, 'contact')
  back.push(runner.previous())
  answer()
  await asked(runner, 'signature')
  back.push(runner.previous())
  answer()
  await asked(runner, 'review')
  back.push(runner.previous())
  runner.redo('contact')
  await asked(runner, 'contact')
  answer()
  await asked(runner, 'review')
  back.push(runner.previous())
  runner.end(new Error('end'))
  await running
  assert.equal(back, [null, 'contact', 'signature', 'signature'])
})

test('an answer reaches the question that is asked now, not one that was given up', async () => {
  const { runner, shown } = watched()
  const got: string[] = []
  const running = runner.run(() =>
    runner.once('portrait', [], async (io) => {
      io.show(portrait(null))
      void io.answer().then(
        () => got.push('given up'),
        () => {},
      )
      io.ask({ is: 'portrait-keep', pictures: [{ image: 'data:image/png;base64,', advice: [] }] })
      await io.answer()
      got.push('asked now')
    }),
  )
  await asked(runner, 'portrait')
  await new Promise((resolve) => setImmediate(resolve))
  assert.not.ok(runner.take(shown[0]!.askId, { is: 'yes' }))
  assert.ok(runner.take(shown[1]!.askId, { is: 'yes' }))
  await running
  assert.equal(got, ['asked now'])
})

test.run()
