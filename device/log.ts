import { type Logger, pino } from 'pino'
import type { LogLine } from './contract/diagnosis.ts'

export type Log = Logger

/** Enough for a night without visitors; some tens of kB. */
const KEPT = 200
const WARN = 40
const ERROR = 50

const kept: LogLine[] = []

/**
 * JSON lines on standard error, the newest of them kept for a technician who asks from afar. Nothing personal may be logged:
 * faults carry codes and details of devices, steps carry names. Standard output is kept for the one ready line that whoever
 * started the process waits for.
 */
export function createLog(name: string, level = 'info'): Log {
  const stream = pino.destination({ fd: 2, sync: true })
  const write = (line: string) => {
    stream.write(line)
    if (kept.push(readLine(line)) > KEPT) kept.shift()
  }
  return pino({ name, level, base: { name } }, { write })
}

/** The newest lines of this process, oldest first. */
export const newestLines = (): LogLine[] => [...kept]

function readLine(text: string): LogLine {
  const { level, time, name: _, msg = '', ...rest } = JSON.parse(text) as Record<string, unknown>
  const value = (one: unknown) => (typeof one === 'object' ? JSON.stringify(one) : String(one))
  return {
    at: new Date(Number(time)).toISOString(),
    level: Number(level) >= ERROR ? 'error' : Number(level) >= WARN ? 'warn' : 'info',
    what: String(msg).slice(0, 120),
    more: Object.entries(rest)
      .map(([key, one]) => `${key}=${value(one)}`)
      .join(' ')
      .slice(0, 300),
  }
}
