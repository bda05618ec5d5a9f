/**
 * Runs the test files, each in a process of its own, and counts. uvu alone has no time limit, and a file that forgets `.run()` or
 * whose `before` throws reports success: here all of these are failures. Whole journeys load the machine by themselves and go one
 * after the other; the rest go beside them, and what mostly waits for a wire has a lane of its own. A file that failed
 * beside others is tried once more alone, and the last lines name it: it needs a look even if it passed then.
 * `node tests/run.ts [PATTERN]`.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'

/** A hanging test must not hang the suite; the longest journey takes a quarter of this on two quiet cores (ms). */
const FILE_LIMIT_MS = 480_000
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
      const passed = count('Passed')
      if (code === 0 && total === 0) output += '\nNo test ran: is .run() missing?\n'
      // uvu swallows what a hook before all tests throws, and counts the file as a success.
      if (code === 0 && passed < total)
        output += `\n${total - passed} tests never ran: a hook before them failed, and uvu does not say why.\n`
      resolve({
        file,
        passed,
        total,
        skipped: count('Skipped'),
        ok: code === 0 && total > 0 && passed === total,
        seconds: (performance.now() - began) / 1000,
        output,
      })
    })
  })
}

/** A whole demo (hub, box, devices) runs in each of these; two beside each other would only slow each other down. */
const isJourney = (file: string) => /tests\/journeys\//.test(file)
/** Devices that are paced like the real ones and servers that are waited for: these leave the cores to others. */
const isWaiting = (file: string) => /tests\/(drivers|hub|device\/(link|tasks))\//.test(file)

const began = performance.now()
const files = globSync('tests/**/*.test.ts', { cwd: root })
  .filter((file) => pattern.test(file))
  .sort()
const journeys = files.filter(isJourney)
const waiting = files.filter(isWaiting)
const rest = files.filter((file) => !isJourney(file) && !isWaiting(file))
const counts = { passed: 0, failed: 0, skipped: 0 }
const failures: Result[] = []
const lost: Result[] = []
const shaky: string[] = []

/** What uvu says of failed tests, without the stack and without what passed. */
function shorten(output: string): string {
  const at = output.indexOf('   FAIL  ')
  const said = at < 0 ? output.slice(-1500) : output.slice(at, at + 1500)
  return said
    .split('\n')
    .filter((line) => line.trim() && !/^\s+at .*(node_modules|node:)/.test(line))
    .join('\n')
}

function tell(result: Result, last: boolean): void {
  if (!result.ok && !last) {
    failures.push(result)
    return console.log(`FAIL ${result.file}  to be tried once more alone\n${result.output}`)
  }
  counts.passed += result.passed
  counts.skipped += result.skipped
  counts.failed += result.ok ? 0 : Math.max(1, result.total - result.passed)
  console.log(
    `${result.ok ? 'ok  ' : 'FAIL'} ${result.file}  ${result.passed}/${result.total}  ${result.seconds.toFixed(1)} s`,
  )
  if (!result.ok) console.log(result.output)
  else
    for (const line of result.output.split('\n'))
      if (/skipped?:|not there/i.test(line) && !/Skipped:\s+\d/.test(line)) console.log(`     ${line.trim()}`)
}

/** Takes files until there are none, from the first queue that has one. */
async function worker(...queues: string[][]): Promise<void> {
  for (;;) {
    const file = queues.find((queue) => queue.length > 0)?.shift()
    if (!file) return
    tell(await runFile(file), false)
  }
}

// One lane takes journeys from the start; a second one helps once nothing lighter is left.
const others = Math.max(1, Math.min(availableParallelism() - 1, 3))
await Promise.all([
  worker(journeys, rest, waiting),
  worker(waiting, rest, journeys),
  ...Array.from({ length: others }, () => worker(rest, waiting)),
])
for (const { file } of failures) {
  const again = await runFile(file)
  if (again.ok) shaky.push(file)
  else lost.push(again)
  tell(again, true)
}
// Once more and short: whoever reads only the end of the log must see which test it was and why.
for (const { file, output } of lost) console.log(`FAILED ${file}\n${shorten(output)}`)
for (const file of shaky) console.log(`${file} failed beside others and passed alone: see above what it said`)
const seconds = (performance.now() - began) / 1000
const load = loadavg()[0]!.toFixed(1)
console.log(
  `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds.toFixed(0)} s (load ${load})`,
)
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0)
