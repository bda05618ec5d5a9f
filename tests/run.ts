/**
 * Runs the test files one after the other, each in a process of its own, and counts. uvu alone has no time limit, and a file
 * that forgets `.run()` reports 0 tests and success: here both are failures. `node tests/run.ts [PATTERN]`.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

/** A hanging test must not hang the suite (ms). */
const FILE_LIMIT_MS = 180_000
const root = join(import.meta.dirname, '..')
const pattern = new RegExp(process.argv[2] ?? '\\.test\\.ts$')

type Result = {
  file: string
  passed: number
  total: number
  skipped: number
  ok: boolean
  seconds: number
  output: string
}

function runFile(file: string): Promise<Result> {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const timer = setTimeout(() => {
      output += `\nThis file took longer than ${FILE_LIMIT_MS / 1000} s and was ended.\n`
      process.kill(-child.pid!, 'SIGKILL')
    }, FILE_LIMIT_MS)
    child.on('close', (code) => {
      clearTimeout(timer)
      const count = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(output)?.[1] ?? 0)
      const total = count('Total')
      resolve({
        file,
        passed: count('Passed'),
        total,
        skipped: count('Skipped'),
        ok: code === 0 && total > 0,
        seconds: (performance.now() - began) / 1000,
        output: total === 0 && code === 0 ? `${output}\nNo test ran: is .run() missing?\n` : output,
      })
    })
  })
}

const files = globSync('tests/**/*.test.ts', { cwd: root })
  .filter((file) => pattern.test(file))
  .sort()
let passed = 0
let failed = 0
let skipped = 0
for (const file of files) {
  const result = await runFile(file)
  passed += result.passed
  skipped += result.skipped
  failed += result.ok ? 0 : Math.max(1, result.total - result.passed)
  console.log(
    `${result.ok ? 'ok  ' : 'FAIL'} ${file}  ${result.passed}/${result.total}  ${result.seconds.toFixed(1)} s`,
  )
  if (!result.ok) console.log(result.output)
  else
    for (const line of result.output.split('\n'))
      if (/skipped?:|not there/i.test(line) && !/Skipped:\s+\d/.test(line)) console.log(`     ${line.trim()}`)
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
