import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { nfiq2Score } from '../../../device/finger/nfiq2/program.ts'
import { bareGlass } from '../../../drivers/virtual/finger/press.ts'

const test = suite('the slot for a real NFIQ 2')
const folder = mkdtempSync(join(tmpdir(), 'nfiq2-'))
const never = new AbortController().signal

function program(name: string, body: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}
const ask = (path: string) => nfiq2Score(path, bareGlass(), never)

test('its score is taken, and it saw the picture', async () => {
  assert.equal(await ask(program('good', 'head -c 2 | grep -q P5 && echo 57')), { is: 'score', value: 57 })
})

const without: [string, string, RegExp][] = [
  ['refuses, with a reason', 'echo "too small" >&2; exit 3', /too small/],
  ['refuses, silently', 'exit 4', /ended with 4/],
  ['talks', 'echo "the score is 57"', /no score/],
  ['exaggerates', 'echo 255', /no score/],
  ['never ends talking', 'yes 57', /no end/],
]
for (const [name, body, why] of without) {
  test(`one that ${name} gives none`, async () => {
    const result = await ask(program('bad', body))
    assert.is(result.is, 'none')
    if (result.is === 'none') assert.match(result.why, why)
  })
}

test('none there: none', async () => {
  assert.is((await ask(join(folder, 'absent'))).is, 'none')
})

test('stopped by who asked, at once', async () => {
  const stop = new AbortController()
  const waiting = nfiq2Score(program('slow', 'exec sleep 60'), bareGlass(), stop.signal)
  stop.abort()
  assert.is((await waiting).is, 'none')
})

test.after(() => rmSync(folder, { recursive: true }))
test.run()
