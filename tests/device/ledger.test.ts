import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openLedger } from '../../device/ledger.ts'

type Entry = { name: string; is: 'intent' | 'sent' | 'done'; at: string }
const at = '2026-11-22T12:00:00.000Z'
const finished = (entry: Entry) => entry.is === 'done'
const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
test.after(() => rmSync(folder, { recursive: true }))

test('power cut in the middle of a line: that line never was, all before it stands, and writing goes on behind it', async () => {
  const path = join(folder, 'torn.jsonl')
  const first = await openLedger<Entry>(path, finished)
  await first.write({ name: 'a', is: 'intent', at })
  await first.write({ name: 'a', is: 'done', at })
  await first.write({ name: 'b', is: 'intent', at })
  await first.close()
  const whole = readFileSync(path)
  const line = `${JSON.stringify({ name: 'b', is: 'done', at })}\n`
  for (const cut of [1, 10, line.length - 1]) {
    writeFileSync(path, whole)
    appendFileSync(path, line.slice(0, cut))
    const ledger = await openLedger<Entry>(path, finished)
    assert.equal(
      ledger.unfinished().map((story) => story.map(({ name, is }) => `${name} ${is}`)),
      [['b intent']],
    )
    await ledger.write({ name: 'b', is: 'sent', at })
    await ledger.close()
    const again = await openLedger<Entry>(path, finished)
    assert.equal(
      again.story('b').map(({ is }) => is),
      ['intent', 'sent'],
    )
    assert.equal(
      again.story('a').map(({ is }) => is),
      ['intent', 'done'],
    )
    assert.equal(again.story('c'), [])
    await again.close()
  }
})

test('years of finished stories: the file is cut back, what is open is kept', async () => {
  const path = join(folder, 'long.jsonl')
  const line = (name: string, is: Entry['is']) => `${JSON.stringify({ name, is, at })}\n`
  const old = Array.from({ length: 3_000 }, (_, i) => line(`n${i}`, 'intent') + line(`n${i}`, 'done')).join('')
  writeFileSync(path, line('open', 'intent') + old)
  const ledger = await openLedger<Entry>(path, finished)
  assert.is(ledger.unfinished().length, 1)
  assert.is(ledger.story('n2999').length, 2)
  assert.is(ledger.story('n0').length, 0)
  await ledger.close()
  assert.ok(readFileSync(path, 'utf8').split('\n').length < 1_500)
})

test.run()
