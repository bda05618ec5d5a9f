import type { PrinterCondition, PrinterWarning } from '../condition.ts'

const DLE = 0x10
const EOT = 0x04

/** DLE EOT n: 1 printer, 2 why it is offline, 4 roll of paper. Answered with one byte each, even while it stands still. */
export const askStatus = (n: 1 | 2 | 4) => Uint8Array.of(DLE, EOT, n)

/** Bits that are the same in every status byte: 1 and 4 set, 0 and 7 clear. */
export const isStatus = (byte: number) => (byte & 0b1001_0011) === 0b0001_0010

/** The three status bytes as one condition; the first to mend comes first. */
export function slipStatus(
  printer: number,
  offline: number,
  roll: number,
): {
  condition: PrinterCondition
  warnings: PrinterWarning[]
} {
  const warnings: PrinterWarning[] = (roll & 0b0000_1100) !== 0 ? ['paper-low'] : []
  const condition: PrinterCondition =
    (offline & 0b0000_0100) !== 0
      ? 'cover-open'
      : (roll & 0b0110_0000) !== 0 || (offline & 0b0010_0000) !== 0
        ? 'paper-out'
        : (offline & 0b0100_0000) !== 0
          ? 'jam'
          : (printer & 0b0000_1000) !== 0
            ? 'stopped'
            : 'ready'
  return { condition, warnings: condition === 'paper-out' ? [] : warnings }
}
