/**
 * `make bench`: the measured speeds, as plain text. Each table is a program of its own beside this one, so that none is
 * measured in a process that another has warmed. `node tests/bench/main.ts [NAME …]` for some.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { machineLine } from './machine.ts'
import { visitsBench } from './visits.ts'

/** In this order; a table that is not there yet is left out. */
const scripts = [
  'chip',
  'ocr',
  'finger',
  'face',
  'call',
  'queue',
  'network',
  'planning',
  'booking',
  'booking-chances',
  'hostile',
  'papers',
  'pay-once',
  'print-once',
  'units',
] as const
const names = [...scripts.slice(0, 5), 'visits', ...scripts.slice(5)]

async function script(name: string): Promise<boolean> {
  const path = join(import.meta.dirname, `${name}.ts`)
  if (!existsSync(path)) return true
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown) {
    process.stderr.write(`There is no table “${unknown}”: ${names.join(', ')}.\n`)
    process.exit(2)
  }
  console.log(machineLine())
  const failed: string[] = []
  for (const name of names.filter((one) => wanted.length === 0 || wanted.includes(one))) {
    console.log(`\n== ${name}`)
    const ok = name === 'visits' ? await visitsBench() : await script(name)
    if (!ok) failed.push(name)
  }
  console.log(`\n${machineLine()}`)
  if (failed.length > 0) {
    process.stderr.write(`Failed: ${failed.join(', ')}.\n`)
    process.exit(1)
  }
}

await main()
