import { conditionFrom, hasA4, type PrinterCondition, type PrinterWarning, warningsFrom } from './condition.ts'
import { type IppPrinter, words } from './ipp.ts'

export type PrinterStatus = { condition: PrinterCondition; warnings: PrinterWarning[] }

/** Rejects with `NoAnswer`. */
export async function readStatus(printer: IppPrinter): Promise<PrinterStatus> {
  const { printer: state } = await printer.ask('Get-Printer-Attributes', {
    'requested-attributes': ['printer-state', 'printer-state-reasons', 'media-ready'],
  })
  const reasons = words(state['printer-state-reasons'])
  const told = conditionFrom(String(state['printer-state']), reasons)
  const condition = told === 'ready' && !hasA4(words(state['media-ready'])) ? 'wrong-paper' : told
  return { condition, warnings: warningsFrom(reasons) }
}
