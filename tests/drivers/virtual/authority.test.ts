import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const program = join(import.meta.dirname, '../../../drivers/virtual/authority.ts')
const children: ChildProcess[] = []
function run(args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}
test.after(() => {
  for (const child of children) child.kill('SIGKILL')
})

test('as a program: one ready line, the same key after a restart, a busy port said plainly, gone after SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'))
  const keys: unknown[] = []
  for (let i = 0; i < 2; i++) {
    const child = run(['--port', '0', '--folder', folder])
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    const { is, url, port } = JSON.parse(String(line)) as { is: string; url: string; port: number }
    assert.is(is, 'ready')
    keys.push(await (await fetch(`${url}/key`)).json())
    if (i === 1) {
      const second = run(['--port', String(port), '--folder', folder])
      const [said] = await once(createInterface({ input: second.stderr }), 'line')
      const [code] = second.exitCode === null ? await once(second, 'exit') : [second.exitCode]
      assert.match(String(said), /port\.busy/)
      assert.is(code, 1)
    }
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    assert.is((await exit)[0], 0)
  }
  assert.equal(keys[0], keys[1])
  rmSync(folder, { recursive: true })
})

test('without a folder: one clear sentence', async () => {
  const child = run([])
  const [said] = await once(createInterface({ input: child.stderr }), 'line')
  assert.match(String(said), /--folder is missing/)
})

test.run()
