/** Errands that are paid and end on paper, over the wires of service: terminal, printer, registers, the public page. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ScreenState } from '../../device/contract/screen.ts'
import { standingOf } from '../../drivers/payment/record.ts'
import { outcomeOf } from '../../drivers/printer/record.ts'
import type { Hands } from '../../provisioning/robot/citizen.ts'
import { type Ground, ground, until } from './ground.ts'

const test = suite('errands on paper')
/** Their rules have tests of their own; whole visits of them only in `make soak`. */
const long = process.env.EVERY_STEP ? test : test.skip
let room: Ground
let desk: ReturnType<Ground['desk']>

test.before(async () => {
  room = await ground()
  desk = room.desk()
})
test.before.each(async () => {
  await room.act({ is: 'terminal', manner: 'approve' })
  await room.act({ is: 'printer', condition: 'ready' })
})
test.after(async () => {
  await desk?.leave()
  await room?.dispose()
})

/** The box's ledgers, as they lie on its disk. */
// biome-ignore lint/suspicious/noExplicitAny: lines of two kinds of ledger.
const ledger = (name: 'money' | 'print'): any[] =>
  readFileSync(join(room.boxData, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const bank = async () => (await room.benchState()).terminal
const seen = (into: Set<string>) => (state: ScreenState) => void into.add(state.ask.is)

test('certificate of residence: identified, looked up, paid, printed with its code, and no caseworker', async () => {
  const asks = new Set<string>()
  const before = await bank()
  // The terminal charges and loses its answer: nobody pays twice, and the citizen sees nothing of it but a moment's wait.
  await room.act({ is: 'terminal', manner: 'lose-answer' })
  const result = await room.visit('good', { errand: 'residence-certificate', onState: seen(asks) })
  assert.is(result.outcome, 'done')
  assert.is(result.paper, 'printed')
  assert.is(result.receipt, 'printed')
  assert.not.ok(asks.has('waiting'))
  const after = await bank()
  assert.is(after.charges, before.charges + 1)
  assert.is(after.kroner, before.kroner + 92)
  assert.is(ledger('money').at(-1).is, 'settled')
  const paper = ledger('print').filter(({ name }) => name.startsWith('paper-'))
  assert.equal(outcomeOf(paper), { is: 'printed', pages: 1 })
})

long('another’s face: sent to a person, nothing looked up, nothing paid', async () => {
  const before = await bank()
  const asks = new Set<string>()
  const result = await room.visit('mismatch', { errand: 'residence-certificate', onState: seen(asks) })
  assert.is(result.outcome, 'referred')
  assert.not.ok(asks.has('register') || asks.has('pay'))
  assert.equal(await bank(), before)
})

test('temporary licence: declared, paid, approved by a person, both papers printed', async () => {
  const result = await room.visit('good', { errand: 'temporary-licence' })
  assert.is(result.outcome, 'approved')
  assert.is(result.paper, 'printed')
  assert.is(result.receipt, 'printed')
  const entry = (await room.inbox()).at(-1)!
  assert.is(entry.verified, true)
  assert.is(entry.captures, true)
})

long('a passport is paid before the decision; rejected, the money goes back', async () => {
  const before = await bank()
  const result = await room.visit('mismatch')
  assert.is(result.outcome, 'rejected')
  assert.is(result.payment?.is, 'back')
  await until('the bank has given it back', async () => (await bank()).kroner === before.kroner)
  assert.is((await bank()).charges, before.charges + 1)
})

test('paid, and then the citizen gives up: the money goes back', async () => {
  const before = await bank()
  const result = await room.visit('good', {
    instead(state, hands) {
      if (state.ask.is !== 'waiting' && state.ask.is !== 'with-caseworker') return false
      hands.send({ is: 'cancel' })
      return true
    },
  })
  assert.is(result.outcome, 'cancelled')
  assert.is(result.payment?.is, 'back')
  await until('the bank has given it back', async () => (await bank()).kroner === before.kroner)
  const stories = new Map<string, { name: string; is: string }[]>()
  for (const entry of ledger('money')) stories.set(entry.name, [...(stories.get(entry.name) ?? []), entry])
  for (const story of stories.values()) assert.is(standingOf(story as never)?.is, 'ended')
})

long('declined: the other way is the desk, and a certificate is not printed unpaid', async () => {
  await room.act({ is: 'terminal', manner: 'decline' })
  const before = (await room.benchState()).pages
  const result = await room.visit('good', { errand: 'residence-certificate' })
  assert.is(result.outcome, 'referred')
  assert.is((await room.benchState()).pages, before)
})

test('out of paper: an errand that ends on paper is not begun, a passport is', async () => {
  await room.act({ is: 'printer', condition: 'paper-out' })
  let closed: string[] = []
  let hands: Hands | null = null
  const result = await room.visit('good', {
    // The printer is looked at every few seconds: the list changes while it is read.
    onState({ ask }) {
      if (ask.is !== 'errand' || !ask.closed?.length) return
      closed = ask.closed.map(({ errand }) => errand)
      hands?.send({ is: 'cancel' })
    },
    instead(state, own) {
      hands = own
      if (state.ask.is !== 'errand') return false
      if (closed.length > 0) own.send({ is: 'cancel' })
      return true
    },
  })
  assert.is(result.outcome, 'cancelled')
  assert.equal(closed, ['residence-certificate', 'temporary-licence'])
})

test('nothing of a person stands in the ledgers', () => {
  for (const file of globSync('*.jsonl', { cwd: room.boxData }))
    assert.not.match(readFileSync(join(room.boxData, file), 'utf8'), /Anna|S[øo]rensen|9203840010|4571/i)
})

test.run()
