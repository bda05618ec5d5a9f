import type { FaultCode } from '../../device/contract/faults.ts'

/** What a person in the room would say is the matter. `stopped`: the printer says it stands still, and not why. */
export type PrinterCondition = 'ready' | 'paper-out' | 'jam' | 'cover-open' | 'supply-out' | 'stopped'

/**
 * Keywords of printer-state-reasons (RFC 8011 §5.4.12) without their severity. A kiosk printer has one tray and one
 * cartridge, so these stop it whatever severity it gives them: some say `media-empty-report` and wait for paper.
 */
const meaning: readonly (readonly [PrinterCondition, readonly string[]])[] = [
  ['jam', ['media-jam']],
  ['cover-open', ['cover-open', 'door-open', 'interlock-open', 'input-tray-missing']],
  ['paper-out', ['media-empty', 'media-needed']],
  ['supply-out', ['toner-empty', 'marker-supply-empty', 'developer-empty']],
  ['stopped', ['paused', 'shutdown', 'spool-area-full', 'stopped-partly', 'output-area-full', 'timed-out']],
]

/** One condition from printer-state and printer-state-reasons; the first to mend comes first. */
export function conditionFrom(state: string, reasons: readonly string[]): PrinterCondition {
  const bare = new Set(reasons.map((reason) => reason.replace(/-(report|warning|error)$/, '')))
  for (const [condition, words] of meaning) if (words.some((word) => bare.has(word))) return condition
  return state === 'stopped' ? 'stopped' : 'ready'
}

/** The fault that tells a technician the same. */
export function faultOf(condition: Exclude<PrinterCondition, 'ready'>): FaultCode {
  switch (condition) {
    case 'jam':
      return 'printer.jam'
    case 'cover-open':
      return 'printer.cover'
    case 'paper-out':
      return 'printer.paper-out'
    case 'supply-out':
    case 'stopped':
      return 'printer.stopped'
  }
}
