import { conditionFrom, hasA4, type PrinterCondition, type PrinterWarning, warningsFrom } from './condition.ts'
import { type IppPrinter, words } from './ipp.ts'

/** A cartridge, drum or roll; `level` 0..1 of full, null where the printer does not say. */
export type Supply = { name: string; level: number | null }
export type PrinterStatus = { condition: PrinterCondition; warnings: PrinterWarning[]; supplies: Supply[] }

/** Rejects with `NoAnswer`. */
export async function readStatus(printer: IppPrinter): Promise<PrinterStatus> {
  const { printer: state } = await printer.ask('Get-Printer-Attributes', {
    'requested-attributes': ['printer-state', 'printer-state-reasons', 'media-ready', 'marker-names', 'marker-levels'],
  })
  const reasons = words(state['printer-state-reasons'])
  const told = conditionFrom(String(state['printer-state']), reasons)
  const condition = told === 'ready' && !hasA4(words(state['media-ready'])) ? 'wrong-paper' : told
  return {
    condition,
    warnings: warningsFrom(reasons),
    supplies: suppliesOf(state['marker-names'], state['marker-levels']),
  }
}

/** Per cent by name, as CUPS and PWG 5100.9 have them; below zero: unlimited, unknown, or “some”. */
export function suppliesOf(names: Parameters<typeof words>[0], levels: unknown): Supply[] {
  const numbers = Array.isArray(levels) ? levels : [levels]
  return words(names).map((name, i) => {
    const level = Number(numbers[i] ?? -2)
    return { name, level: level >= 0 && level <= 100 ? level / 100 : null }
  })
}
