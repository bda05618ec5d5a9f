import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A folder of one test's own for the links to its ttys; gone with `remove`. */
export function place(): { path(name: string): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'borgerboks-tty-'))
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Waits until `holds`; a test that waits for ever is stopped by this limit (ms), far above what is expected. */
export async function until(holds: () => boolean, limit = 20_000): Promise<void> {
  const end = performance.now() + limit
  while (!holds()) {
    if (performance.now() > end) throw new Error(`still not so after ${limit} ms: ${holds}`)
    await sleep(10)
  }
}

/** The error that `work` must reject with. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('nothing')
  const error = await work.then(
    () => nothing,
    (error: unknown) => error,
  )
  if (error === nothing) throw new Error('resolved, but should have been rejected')
  return error
}
