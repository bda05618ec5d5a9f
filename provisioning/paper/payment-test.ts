import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../../device/ledger.ts'
import { endsPayment, type MoneyEntry } from '../../drivers/payment/record.ts'
import { createPaymentTerminal } from '../../drivers/payment/terminal.ts'
import { parseArguments } from '../arguments.ts'
import { Failed, Usage, type Verb } from '../verb.ts'

/** Above this nobody tests (kr.). */
const MOST_KR = 10

/** Charges a small amount on a terminal and gives it back, with the box's own driver. */
export const paymentTest: Verb = {
  usage:
    '--amount 1.00 --terminal https://HOST:8443/nexo --certificate PEM --poi ID --sale ID --key IDENTIFIER:VERSION --passphrase FILE',
  async run(args) {
    const { options } = parseArguments(args, ['amount', 'terminal', 'certificate', 'poi', 'sale', 'key', 'passphrase'])
    const kroner = Number(options.amount)
    if (!(kroner > 0 && kroner <= MOST_KR)) throw new Usage(`Give an amount of at most ${MOST_KR} kr.: --amount 1.00`)
    if (!options.terminal?.startsWith('https://'))
      throw new Usage('Give the terminal’s address: --terminal https://HOST:8443/nexo')
    if (!options.certificate) throw new Usage('Give the terminal’s certificate: fetch it with boks pin.')
    const [identifier, version] = options.key?.split(':') ?? []
    if (!identifier || !Number.isInteger(Number(version)) || !options.passphrase)
      throw new Usage('Give the terminal’s key: --key IDENTIFIER:VERSION --passphrase FILE')
    const terminal = createPaymentTerminal({
      id: 'payment',
      url: options.terminal,
      sale: options.sale ?? 'boks',
      poi: options.poi ?? 'terminal',
      key: { identifier, version: Number(version), passphrase: readFileSync(options.passphrase, 'utf8').trim() },
      certificate: readFileSync(options.certificate, 'utf8'),
    })
    const ledger = await openLedger<MoneyEntry>(join(tmpdir(), 'boks-payment-test.jsonl'), endsPayment)
    const run = { ledger, signal: new AbortController().signal }
    const name = randomUUID()
    const began = performance.now()
    const paid = await terminal.pay({ name, amount: Math.round(kroner * 100) }, run)
    const paidMs = Math.round(performance.now() - began)
    if (paid.is !== 'paid') {
      await ledger.close()
      throw new Failed(`Nothing was charged: ${paid.is}${'why' in paid ? `, ${paid.why}` : ''}.`)
    }
    const back = await terminal.reverse(name, 'boks payment test', run)
    await ledger.close()
    const reversed = back.is === 'ended' && back.how === 'reversed'
    if (!reversed)
      throw new Failed(
        `${kroner.toFixed(2)} kr. were charged (${paid.transaction.TransactionID}) and could NOT be given back: ${back.is}.`,
      )
    return {
      json: {
        paid: paid.amount / 100,
        transaction: paid.transaction.TransactionID,
        brand: paid.brand,
        paidMs,
        reversed,
      },
      lines: [
        `charged ${kroner.toFixed(2)} kr. in ${(paidMs / 1000).toFixed(1)} s, ${paid.transaction.TransactionID}`,
        'given back',
      ],
    }
  },
}
