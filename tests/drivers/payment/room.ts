import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../../../device/ledger.ts'
import { next } from '../../../drivers/listeners.ts'
import { endsPayment, type MoneyEntry } from '../../../drivers/payment/record.ts'
import { createPaymentTerminal } from '../../../drivers/payment/terminal.ts'
import { createVirtualTerminal, type VirtualTerminalOptions } from '../../../drivers/virtual/payment/terminal.ts'

export const key = { identifier: 'kystby', version: 1, passphrase: 'en lang hemmelig sætning' }
export const never = new AbortController().signal

/** A virtual terminal on a real port, our driver before it, and a ledger on disk. */
export async function room(options: Partial<VirtualTerminalOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'money-'))
  const path = join(folder, 'money.jsonl')
  const virtual = createVirtualTerminal({ key, pace: 'none', lateMs: 300, ...options })
  const url = await virtual.start()
  const stop = new AbortController()
  const terminal = createPaymentTerminal({
    id: 'payment',
    url,
    sale: 'Boks 1',
    poi: 'P400-000001',
    key,
    certificate: virtual.certificate(),
    statusPollMs: 50,
  })
  const running = terminal.run(stop.signal)
  const ledger = await openLedger<MoneyEntry>(path, endsPayment)
  await presence('ready')
  async function presence(wanted: string): Promise<void> {
    if (terminal.presence.is === wanted) return
    await next(
      (listener: (now: { is: string }) => void) => terminal.on('presence', listener),
      never,
      (now): now is { is: string } => now.is === wanted,
    )
  }
  return {
    path,
    url,
    virtual,
    terminal,
    ledger,
    presence,
    run: { ledger, signal: never },
    steps: (name: string) => ledger.story(name).map(({ is }) => is),
    async end() {
      stop.abort()
      await running
      await ledger.close()
      await virtual.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
