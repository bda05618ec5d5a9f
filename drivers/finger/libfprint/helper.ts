import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Fault } from '../../../device/contract/faults.ts'
import { Listeners } from '../../listeners.ts'

const SCRIPT = new URL('./helper.py', import.meta.url).pathname
/** Debian's, which finds Debian's python3-gi. */
export const PYTHON = '/usr/bin/python3'
const GONE = 'finger.gone'

/** What the helper says; `ppmm` are pixels a millimetre. */
export type Said =
  | { is: 'ready'; name: string; driver: string; id: string }
  | { is: 'absent' | 'gone' | 'scanned' | 'cancelled' }
  | { is: 'captured'; width: number; height: number; ppmm: number; pixels: string }
  | { is: 'again' | 'failed'; why: string }

export type Helper = {
  say(what: 'capture' | 'cancel'): void
  on(listener: (said: Said) => void): () => void
  /** Resolves when the process has ended, with what it said last on stderr. */
  ended: Promise<string>
  end(): Promise<void>
}

/** No line of the helper is longer than a picture of 4 million pixels in base 64. */
const MOST_LINE = 6 << 20

export type HelperOptions = {
  /** libfprint's id of a device or driver; the first one that can capture when empty. */
  device: string
  python?: string
  /** Added to the process's own. */
  environment?: Record<string, string>
}

/** Starts the helper process. Throws `finger.gone` where it cannot be started. */
export function startHelper({ device, python = PYTHON, environment }: HelperOptions): Helper {
  const child = spawn(python, [SCRIPT, device], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const listeners = new Listeners<Said>()
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-400)
  })
  // Writing to a process that has just died is no news: its end is.
  child.stdin.on('error', () => {})
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = line.length <= MOST_LINE && parse(line)
    if (said) listeners.tell(said)
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)))
    child.once('close', () => resolve(complaint.trim().split('\n').at(-1) ?? ''))
  })
  return {
    say: (what) => void child.stdin.write(`${JSON.stringify({ do: what })}\n`),
    on: (listener) => listeners.add(listener),
    ended,
    async end() {
      child.stdin.end()
      child.kill('SIGTERM')
      await ended
    },
  }
}

function parse(line: string): Said | null {
  try {
    const said = JSON.parse(line) as Said
    return typeof said === 'object' && said !== null && typeof said.is === 'string' ? said : null
  } catch {
    // A library that prints to stdout must not be taken for the helper.
    return null
  }
}

export const helperGone = (why: string): Fault => new Fault(GONE, why || 'the helper process ended')
