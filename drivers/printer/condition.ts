import type { FaultCode } from '../../device/contract/faults.ts'

/** What a person in the room would say is the matter. `stopped`: the printer says it stands still, and not why. */
export type PrinterCondition =
  | 'ready'
  | 'paper-out'
  | 'wrong-paper'
  | 'jam'
  | 'cover-open'
  | 'supply-out'
  | 'output-full'
  | 'stopped'

/** What will stop it soon: for those who look after it, no reason to turn a citizen away. */
export type PrinterWarning = 'paper-low' | 'supply-low' | 'output-nearly-full'

/**
 * Keywords of printer-state-reasons (RFC 8011 §5.4.12, PWG 5100.9) without their severity. A kiosk printer has one tray and
 * one cartridge, so these stop it whatever severity it gives them: some say `media-empty-report` and wait for paper.
 */
const meaning: readonly (readonly [PrinterCondition, readonly string[]])[] = [
  ['jam', ['media-jam']],
  ['cover-open', ['cover-open', 'door-open', 'interlock-open', 'input-tray-missing', 'output-tray-missing']],
  ['paper-out', ['media-empty', 'media-needed']],
  // It has paper, and asks for another.
  ['wrong-paper', ['input-media-size-change', 'input-media-type-change', 'input-manual-input-request']],
  ['supply-out', ['toner-empty', 'marker-supply-empty', 'developer-empty', 'marker-waste-full']],
  ['output-full', ['output-area-full', 'output-tray-full']],
  ['stopped', ['paused', 'shutdown', 'spool-area-full', 'stopped-partly', 'timed-out', 'fuser-over-temp']],
]
const soon: readonly (readonly [PrinterWarning, readonly string[]])[] = [
  ['paper-low', ['media-low']],
  ['supply-low', ['toner-low', 'marker-supply-low', 'developer-low', 'marker-waste-almost-full']],
  ['output-nearly-full', ['output-area-almost-full']],
]

const bare = (reasons: readonly string[]) =>
  new Set(reasons.map((reason) => reason.replace(/-(report|warning|error)$/, '')))

/** One condition from printer-state and printer-state-reasons; the first to mend comes first. */
export function conditionFrom(state: string, reasons: readonly string[]): PrinterCondition {
  const words = bare(reasons)
  for (const [condition, keys] of meaning) if (keys.some((key) => words.has(key))) return condition
  return state === 'stopped' ? 'stopped' : 'ready'
}

export function warningsFrom(reasons: readonly string[]): PrinterWarning[] {
  const words = bare(reasons)
  return soon.filter(([, keys]) => keys.some((key) => words.has(key))).map(([warning]) => warning)
}

/** Whether A4 is among what lies in the trays; a printer that does not say so is believed. */
export function hasA4(ready: readonly string[]): boolean {
  return ready.length === 0 || ready.some((media) => media.startsWith('iso_a4'))
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
    case 'wrong-paper':
      return 'printer.wrong-paper'
    case 'output-full':
      return 'printer.output-full'
    case 'supply-out':
      return 'printer.supply-out'
    case 'stopped':
      return 'printer.stopped'
  }
}
