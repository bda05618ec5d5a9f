import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * JSON lines on standard error. Nothing personal may be logged: faults carry codes and details of devices, steps carry names.
 * Standard output is kept for the one ready line that whoever started the process waits for.
 */
export function createLog(name: string, level = 'info'): Log {
  return pino({ name, level, base: { name } }, pino.destination({ fd: 2, sync: true }))
}
