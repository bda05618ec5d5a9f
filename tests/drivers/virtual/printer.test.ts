import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createVirtualPrinter } from '../../../drivers/virtual/printer.ts'

/** Command lines of living processes that name the folder; a dead one that nobody has reaped has none. */
function alive(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
    .filter((line) => line.includes(folder))
}

test('the program that owns the virtual printer killed with −9: no process of it is left', async () => {
  const module = join(import.meta.dirname, '../../../drivers/virtual/printer.ts')
  const script = `
    const { createVirtualPrinter } = await import(${JSON.stringify(module)})
    const printer = createVirtualPrinter({ pace: 'none' })
    await printer.start()
    console.log(printer.folder())
  `
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: owner.stdout }), 'line')
  const folder = String(line)
  assert.ok(existsSync(folder) && alive(folder).length > 0)
  const exit = once(owner, 'exit')
  owner.kill('SIGKILL')
  await exit
  while (alive(folder).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  rmSync(folder, { recursive: true, force: true })
})

test('ippeveprinter missing: one sentence that names the package', async () => {
  const path = process.env['PATH']
  process.env['PATH'] = '/nowhere'
  try {
    await createVirtualPrinter().start()
    assert.unreachable()
  } catch (error) {
    assert.match(String(error), /needs ippeveprinter: install the Debian package cups-ipp-utils/)
  } finally {
    process.env['PATH'] = path
  }
})

test.run()
