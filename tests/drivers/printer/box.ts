/** The box that is killed while it prints: prints one document and tells how far it is. */
import { openLedger } from '../../../device/ledger.ts'
import { createPrinter } from '../../../drivers/printer/printer.ts'
import { endsPrint, type PrintEntry } from '../../../drivers/printer/record.ts'
import { blankPdf } from './pdf.ts'

const [url = '', path = '', name = ''] = process.argv.slice(2)
const ledger = await openLedger<PrintEntry>(path, endsPrint)
const printer = createPrinter({ id: 'printer', url, statusPollMs: 200 })
const forever = new AbortController().signal
printer.on('presence', async (presence) => {
  if (presence.is !== 'ready') return
  console.log('up')
  await printer.print({ pdf: blankPdf(1), name, title: 'test' }, ledger, forever, ({ is }) => console.log(is))
  console.log('end')
})
await printer.run(forever)
