import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openLedger } from '../../../device/ledger.ts'
import { resolveStory, waitingStories } from '../../../device/money/waiting.ts'
import { remindOfPaper } from '../../../device/session/left-paper.ts'
import { endsPayment, type MoneyEntry } from '../../../drivers/payment/record.ts'
import { endsPrint, type PrintEntry } from '../../../drivers/printer/record.ts'

const test = suite('what is left behind at the box')
const never = new AbortController().signal
const nobody = new Promise<void>(() => {})

/** A presenter whose paper somebody may take. */
function presenter(retracts: boolean) {
  let paper = true
  const tray = {
    lies: () => paper,
    canRetract: retracts,
    async retract() {
      if (retracts) paper = false
      return !paper
    },
    close() {},
  }
  return { tray, take: () => (paper = false) }
}

test('nobody takes the paper: reminded again and again, then it counts as left', async () => {
  const said: number[] = []
  const how = await remindOfPaper({ tray: null, holdMs: 70, remind: (n) => said.push(n), taken: nobody }, never)
  assert.is(how, 'left')
  assert.equal(
    said,
    said.map((_, i) => i + 1),
  )
  assert.ok(said.length >= 1)
})

test('“I have taken my paper”: no more reminders, unless the sensor knows better', async () => {
  const remind = () => assert.unreachable()
  const taken = Promise.resolve()
  assert.is(await remindOfPaper({ tray: null, holdMs: 5_000, remind, taken }, never), 'taken')
  const { tray } = presenter(false)
  assert.is(await remindOfPaper({ tray, holdMs: 5_000, remind, taken }, never), 'left')
})

test('a presenter sees it taken by itself, and draws back what nobody took', async () => {
  const one = presenter(true)
  const how = remindOfPaper({ tray: one.tray, holdMs: 5_000, remind: () => {}, taken: nobody }, never)
  one.take()
  assert.is(await how, 'taken')
  const two = presenter(true)
  assert.is(await remindOfPaper({ tray: two.tray, holdMs: 20, remind: () => {}, taken: nobody }, never), 'retracted')
})

test('what nobody can know waits for a person, with its reference; their word ends it, once, and no nonsense does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waiting-'))
  const money = await openLedger<MoneyEntry>(join(folder, 'money.jsonl'), endsPayment)
  const paper = await openLedger<PrintEntry>(join(folder, 'print.jsonl'), endsPrint)
  const at = '2026-11-22T12:00:00.000Z'
  await paper.write({ is: 'intent', name: 'paper-1', at })
  await paper.write({ is: 'uncertain', name: 'paper-1', at })
  await paper.write({ is: 'intent', name: 'paper-2', at })
  await paper.write({ is: 'printed', pages: 1, name: 'paper-2', at })
  assert.equal(
    waitingStories({ money, paper }).map(({ ledger, name }) => [ledger, name]),
    [['paper', 'paper-1']],
  )
  const verdict = { ledger: 'paper', name: 'paper-1', how: 'printed', why: 'lå i bakken', by: 'Mette Holm' } as const
  assert.is(await resolveStory({ money, paper }, { ...verdict, how: 'settled' }), false)
  assert.is(await resolveStory({ money, paper }, { ...verdict, name: 'paper-2' }), false)
  assert.is(await resolveStory({ money, paper }, verdict), true)
  assert.is(await resolveStory({ money, paper }, verdict), false)
  assert.equal(waitingStories({ money, paper }), [])
  await money.close()
  await paper.close()
  const again = await openLedger<PrintEntry>(join(folder, 'print.jsonl'), endsPrint)
  assert.match(JSON.stringify(again.story('paper-1').at(-1)), /Mette Holm/)
  await again.close()
  rmSync(folder, { recursive: true })
})

test.run()
