import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Until SIGTERM or SIGINT. */
export function untilToldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

/** A program told to end gets this long before it is killed (ms). */
const END_MS = 8_000

export type Child<Ready> = { process: ChildProcess; ready: Ready; stop(): Promise<void>; ended: Promise<number | null> }

/**
 * Starts one of our programs and waits for its line of JSON `{"is":"ready",…}`. Its standard error goes to `onLog` line by
 * line; when it ends before it is ready, the rejection carries the last of those lines.
 */
export function startChild<Ready>(
  script: string,
  args: string[],
  onLog: (line: string) => void,
): Promise<Child<Ready>> {
  // A group of its own: a terminal's Ctrl-C reaches only the parent, which ends the others in order.
  // The kernel ends it when this process dies without a word (kill −9).
  const command = ['--pdeathsig', 'TERM', process.execPath, script, ...args]
  const child = spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  let last = ''
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (line.trim() && !line.startsWith('    at ')) last = line
    onLog(line)
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(timer)
  }
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!line.startsWith('{"is":"ready"')) return onLog(line)
      resolve({ process: child, ready: JSON.parse(line) as Ready, stop, ended })
    })
    void ended.then((code) => reject(new Error(last || `${script} ended with ${code}`)))
  })
}
