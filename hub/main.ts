/** `node hub/main.ts <config.json>` runs a hub; `node hub/main.ts hash` turns a password on stdin into its hash. */
import { readFileSync } from 'node:fs'
import pino from 'pino'
import { isFault } from '../device/contract/faults.ts'
import { readConfig } from './config.ts'
import { hashPassword } from './desk/passwords.ts'
import { startHub } from './hub.ts'

/** Longer than PostgreSQL's own limit for a clean end; then the kernel ends it with us (ms). */
const STOP_MS = 15_000

async function main(argument: string | undefined): Promise<void> {
  if (argument === 'hash') {
    const password = readFileSync(0, 'utf8').replace(/\r?\n$/, '')
    return console.log(await hashPassword(password))
  }
  if (!argument) return fail('Usage: node hub/main.ts <config.json>')
  // Before anything is started: a signal during the start ends what there is.
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
  const log = pino({ name: 'hub', base: { name: 'hub' } }, pino.destination({ fd: 2, sync: true }))
  const hub = await startHub(readConfig(argument), log)
  process.stdout.write(`${JSON.stringify({ is: 'ready', web: hub.web, box: hub.box })}\n`)
  const fault = await Promise.race([asked, hub.failed])
  setTimeout(() => process.exit(1), STOP_MS).unref()
  await hub.stop()
  if (fault) fail(fault.message)
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}

await main(process.argv[2]).catch((error: unknown) => {
  if (isFault(error, 'port.busy'))
    fail(`Port ${error.detail} is in use: stop the other program or choose another port.`)
  else if (isFault(error)) fail(`The hub cannot start: ${error.detail}.`)
  else throw error
})
