/** Errands that are paid and end on paper, over the wires of service: terminal, printer, registers, the public page. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { BenchState } from '../../device/contract/bench.ts'
import type { Bills } from '../../device/contract/bill.ts'
import type { DeskPaper, DeskView } from '../../device/contract/desk.ts'
import type { ScreenState } from '../../device/contract/screen.ts'
import { standingOf } from '../../drivers/payment/record.ts'
import { outcomeOf } from '../../drivers/printer/record.ts'
import { demoFinance } from '../../provisioning/demo/demo.ts'
import type { DeskHands } from '../../provisioning/robot/caseworker.ts'
import type { Hands } from '../../provisioning/robot/citizen.ts'
import { signIn } from '../hub/clients.ts'
import { type Ground, ground, until } from './ground.ts'

const test = suite('errands on paper')
/** Their rules have tests of their own; whole visits of them only in `make soak`. */
const long = process.env.EVERY_STEP ? test : test.skip
let room: Ground
let desk: ReturnType<Ground['desk']>
let giving: ReturnType<typeof papersToGive> | null = null

test.before(async () => {
  room = await ground()
  desk = room.desk({ onView: (view, hands) => giving?.next(view, hands) ?? false })
})
test.before.each(async () => {
  await room.act({ is: 'terminal', manner: 'approve' })
  await room.act({ is: 'printer', condition: 'ready' })
})
test.after(async () => {
  await desk?.leave()
  await room?.dispose()
})

/** Gives one paper after the other, each when the one before has come out; decides nothing until then. */
function papersToGive(before: BenchState) {
  const papers: DeskPaper[] = [
    { is: 'summary', text: 'Du får et nyt kørekort med posten.\nRing til bopælskommunen, hvis det ikke kommer.' },
    { is: 'referral', place: 'raadhuset', text: 'Tag dit pas med.' },
    { is: 'appointment', start: '2026-12-01T09:30:00.000Z', place: 'Borgerservice på rådhuset', text: '' },
    { is: 'health-card' },
  ]
  let given = 0
  const giving = {
    seen: [] as string[],
    tickets: [] as string[],
    card: null as Buffer | null,
    async next(view: DeskView, hands: DeskHands): Promise<boolean> {
      if (view.screen.ask.is !== 'with-caseworker' || giving.seen.length === papers.length) return false
      const { paper } = view
      if (given > 0 && paper?.is === 'printed' && paper.what === papers[given - 1]!.is) {
        if (giving.seen.at(-1) === paper.what) return true
        giving.seen.push(paper.what)
        const { slips } = await room.benchState()
        if (paper.what === 'health-card') {
          giving.card = Buffer.from(await (await fetch(new URL('/paper.pdf', room.bench))).arrayBuffer())
          return false
        }
        assert.is(slips?.count, (before.slips?.count ?? 0) + given)
        giving.tickets.push(slips?.last ?? '')
      } else if (given > 0) return true
      given += 1
      await hands.send({ is: 'hand', id: randomUUID(), hand: { is: 'paper', paper: papers[given - 1]! } })
      return true
    },
  }
  return giving
}

function textOf(pdf: Buffer): string {
  const { stdout, status } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf })
  assert.is(status, 0)
  return String(stdout)
}

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

test('temporary licence: declined by card, so billed; given papers by the caseworker; approved, both papers printed', async () => {
  await room.act({ is: 'terminal', manner: 'decline' })
  const before = await room.benchState()
  giving = papersToGive(before)
  const result = await room.visit('good', { errand: 'temporary-licence' })
  assert.is(result.outcome, 'approved')
  // What the caseworker gave: three tickets from the receipt printer, a card from the document printer.
  assert.equal(giving.seen, ['summary', 'referral', 'appointment', 'health-card'])
  assert.is(giving.tickets.length, 3)
  const [summary, referral, appointment] = giving.tickets as [string, string, string]
  assert.ok(summary.includes('Det talte vi om') && summary.includes('Ring til bopælskommunen'))
  assert.ok(referral.includes('Torvet 1') && referral.includes('grønne tårn'))
  assert.ok(appointment.includes('1. december 2026') && appointment.includes('rådhuset'))
  const card = textOf(giving.card!)
  assert.ok(card.includes('Sundhedskort') || card.includes('sundhedskort'))
  assert.match(card, /Anna Kirstine S.rensen/)
  // The fee stands on finance's list, once, with nobody's name; the box's ledger says the same.
  const cookie = await signIn(room.web, demoFinance.user, demoFinance.password)
  const bills = async () =>
    (await (await fetch(new URL('/api/bills', room.web), { headers: { cookie } })).json()) as Bills
  await until('the bill is on the list', async () => (await bills()).open.length > 0)
  const { open } = await bills()
  assert.equal(
    open.map(({ amount, way, errand }) => [amount, way, errand]),
    [[23_000, 'desk', 'temporary-licence']],
  )
  const own = ledger('money').filter(({ is }) => is === 'billed')
  assert.equal(
    own.map(({ name, amount, way }) => [name.split('.')[0], amount, way]),
    open.map(({ case: id, amount, way }) => [id, amount, way]),
  )
  assert.is(result.paper, 'printed')
  assert.is(result.receipt, 'printed')
  const entry = (await room.inbox()).at(-1)!
  assert.is(entry.verified, true)
  assert.is(entry.captures, true)
})

long('a passport is paid before the decision; rejected, the money goes back', async () => {
  const before = await bank()
  const prices = new Set<string>()
  const result = await room.visit('mismatch', {
    // She has reached the age of the state pension.
    onState: ({ ask }) => ask.is === 'pay' && prices.add(`${ask.amount} ${ask.pensioner}`),
  })
  assert.equal([...prices], ['37800 true'])
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
  for (const story of stories.values()) assert.ok(['ended', 'declined'].includes(standingOf(story as never)?.is ?? ''))
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
