import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TerminalManner } from '../../../device/contract/bench.ts'
import { type Body, type Category, type Header, kroner, type Message, ore } from '../../payment/nexo.ts'
import { type MessageSecurity, type Sealed, type TerminalKey, terminalApiSecurity } from '../../payment/security.ts'
import { type Bank, openBank } from './bank.ts'
import { ownCertificate } from './certificate.ts'

/** Finding a card and holding it to the glass (ms). */
const TAP_MS = 2_500
/** A PIN of four digits and a look around (ms). */
const PIN_MS = 4_000
/** Later than anybody's patience, within the driver's (ms). */
const LATE_MS = 6_000

export type VirtualTerminal = {
  /** Resolves with its address, `https://127.0.0.1:<port>/nexo`. */
  start(): Promise<string>
  stop(): Promise<void>
  /** Its power. What it has charged it remembers, as terminals do. */
  unplug(): Promise<void>
  plug(): Promise<void>
  manner(now: TerminalManner): void
  state(): { manner: TerminalManner; plugged: boolean; display: string[]; url: string; charges: number; kroner: number }
  /** PEM, for pinning. */
  certificate(): string
  bank: Bank
  /** How many requests of each kind it got. */
  asked: Map<Category, number>
}

export type VirtualTerminalOptions = {
  key: TerminalKey | null
  pace?: 'real' | 'none'
  port?: number
  /** Seconds of its own; the soak makes them shorter (ms). */
  lateMs?: number
}

type Transaction = { header: Header; answer: Body | null; abort: AbortController }

/**
 * A payment terminal that speaks nexo over HTTPS; the bank behind it is in the same process. Its manners: `lose-answer`
 * charges, and cuts the connection; `late` charges, and answers long after; `twice` answers the next request with its last
 * answer once more; `die` charges, and loses its power; `die-before` loses it before it asks the bank; `wait`: nobody holds
 * a card to it; `other-amount` takes a krone too much.
 */
export function createVirtualTerminal(options: VirtualTerminalOptions): VirtualTerminal {
  const { key, pace = 'real', lateMs = LATE_MS } = options
  const security: MessageSecurity | null = key && terminalApiSecurity(key)
  const bank = openBank()
  const journal = new Map<string, Transaction>()
  const asked = new Map<Category, number>()
  const sockets = new Set<Duplex>()
  let own: { key: string; cert: string } | undefined
  let server: https.Server | undefined
  let port = options.port ?? 0
  let manner: TerminalManner = 'approve'
  let display: string[] = ['Velkommen']
  let last: { header: Header; body: Body } | null = null
  let repeat: { header: Header; body: Body } | null = null
  let power = new AbortController()
  const url = () => `https://127.0.0.1:${port}/nexo`
  const passing = (ms: number, signal: AbortSignal) => (pace === 'none' ? undefined : sleep(ms, undefined, { signal }))

  const failure = (ErrorCondition: string) => ({ Response: { Result: 'Failure' as const, ErrorCondition } })
  const success = { Result: 'Success' as const }

  /** Its answer, or null when it cuts the connection instead. */
  async function handle(message: Message): Promise<Body | null> {
    const header = message.MessageHeader
    const category = header.MessageCategory
    asked.set(category, (asked.get(category) ?? 0) + 1)
    switch (category) {
      case 'Login':
        return { LoginResponse: { Response: success } }
      case 'Diagnosis':
        return { DiagnosisResponse: { Response: success } }
      case 'Display':
        display = linesOf(message.DisplayRequest)
        return { DisplayResponse: { OutputResult: [{ Response: success }] } }
      case 'Abort': {
        const { ServiceID } = message.AbortRequest!.MessageReference
        journal.get(ServiceID)?.abort.abort()
        return {}
      }
      case 'TransactionStatus': {
        const { ServiceID, MessageCategory } = message.TransactionStatusRequest!.MessageReference
        const known = journal.get(ServiceID)
        if (!known || known.header.MessageCategory !== MessageCategory)
          return { TransactionStatusResponse: failure('NotFound') }
        if (!known.answer) return { TransactionStatusResponse: failure('InProgress') }
        const MessageHeader = { ...known.header, MessageType: 'Response' as const }
        return {
          TransactionStatusResponse: {
            Response: success,
            RepeatedMessageResponse: { MessageHeader, RepeatedResponseMessageBody: known.answer },
          },
        }
      }
      case 'Reconciliation':
        return { ReconciliationResponse: { Response: success, TransactionTotals: totals() } }
      case 'Payment':
      case 'Reversal':
        return transaction(message)
    }
  }

  async function transaction(message: Message): Promise<Body | null> {
    const header = message.MessageHeader
    const service = header.ServiceID ?? ''
    const known = journal.get(service)
    // The same request again is the same transaction.
    if (known) return known.answer ?? refuse(header.MessageCategory, 'Busy')
    if ([...journal.values()].some((one) => one.answer === null)) return refuse(header.MessageCategory, 'Busy')
    const entry: Transaction = { header, answer: null, abort: new AbortController() }
    journal.set(service, entry)
    const how = manner
    const mains = power.signal
    const signal = AbortSignal.any([entry.abort.signal, mains])
    try {
      if (message.ReversalRequest) entry.answer = giveBack(message.ReversalRequest)
      else {
        const request = message.PaymentRequest!
        const amount = ore(request.PaymentTransaction.AmountsReq.RequestedAmount) ?? 0
        display = [`Beløb ${kroner(amount).toFixed(2)} kr.`, 'Vis kort eller telefon']
        await passing(TAP_MS, signal)
        if (how === 'die-before') throw void cut()
        if (how === 'wait')
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        if (how === 'pin') {
          display = ['Indtast PIN-kode']
          await passing(PIN_MS, signal)
        }
        signal.throwIfAborted()
        if (request.PaymentData?.PaymentType === 'Refund') entry.answer = { PaymentResponse: failure('NotAllowed') }
        else if (how === 'decline') entry.answer = { PaymentResponse: failure('Refusal') }
        else
          entry.answer = charged(
            request.SaleData.SaleTransactionID.TransactionID,
            how === 'other-amount' ? amount + 100 : amount,
          )
        display = [how === 'decline' ? 'Afvist' : 'Godkendt']
      }
    } catch {
      // Power gone before the bank was asked: it took nothing, and says so when it is back.
      entry.answer = refuse(header.MessageCategory, mains.aborted ? 'DeviceOut' : 'Aborted')
      display = ['Afbrudt']
      if (mains.aborted) return null
    }
    if (how === 'die') {
      void cut()
      return null
    }
    if (how === 'lose-answer') return null
    if (how === 'late') await sleep(lateMs, undefined, { signal: mains }).catch(() => {})
    if (how === 'twice') repeat = { header, body: entry.answer }
    return entry.answer
  }

  function charged(sale: string, amount: number): Body {
    const charge = bank.charge(sale, amount)
    return {
      PaymentResponse: {
        Response: success,
        POIData: { POITransactionID: { TransactionID: charge.transaction, TimeStamp: charge.at } },
        PaymentResult: {
          AmountsResp: { Currency: 'DKK', AuthorizedAmount: kroner(amount) },
          PaymentInstrumentData: { CardData: { PaymentBrand: 'dankort', MaskedPan: '4571 99** **** 0002' } },
        },
      },
    }
  }

  function giveBack(request: NonNullable<Body['ReversalRequest']>): Body {
    const { TransactionID, TimeStamp } = request.OriginalPOITransaction.POITransactionID
    const amount = request.ReversedAmount === undefined ? null : ore(request.ReversedAmount)
    if (!bank.giveBack(TransactionID, amount)) return { ReversalResponse: failure('NotAllowed') }
    return {
      ReversalResponse: {
        Response: success,
        POIData: { POITransactionID: { TransactionID: `R${TransactionID}`, TimeStamp } },
      },
    }
  }

  function totals() {
    const charges = bank.charges()
    const sum = (of: (charge: (typeof charges)[number]) => number) =>
      kroner(charges.reduce((all, one) => all + of(one), 0))
    return [
      {
        PaymentCurrency: 'DKK',
        PaymentTotals: [
          { TransactionType: 'Debit', TransactionCount: charges.length, TransactionAmount: sum((one) => one.ore) },
          {
            TransactionType: 'ReverseDebit',
            TransactionCount: charges.filter((one) => one.reversed > 0).length,
            TransactionAmount: sum((one) => one.reversed),
          },
        ],
      },
    ]
  }

  async function serve(body: string): Promise<string | null> {
    const outer = JSON.parse(body) as { SaleToPOIRequest?: Message | Sealed }
    const request = outer.SaleToPOIRequest
    if (!request) throw new Error('no request')
    const message =
      security && 'NexoBlob' in request
        ? (JSON.parse(security.open(request as Sealed)) as { SaleToPOIRequest: Message }).SaleToPOIRequest
        : (request as Message)
    if (security && !('NexoBlob' in request)) throw new Error('no message security')
    const header = message.MessageHeader
    if (header.ProtocolVersion !== '3.0' || !header.SaleID || !header.POIID) throw new Error('header')
    const answer = await handle(message)
    if (!answer) return null
    if (header.MessageCategory === 'Abort') return ''
    const now = repeat && repeat.header.ServiceID !== header.ServiceID ? repeat : { header, body: answer }
    if (now === repeat) repeat = null
    last = now
    return encode(last)
  }

  function encode({ header, body }: { header: Header; body: Body }): string {
    const MessageHeader: Header = { ...header, MessageType: 'Response' }
    const plain = { SaleToPOIResponse: { MessageHeader, ...body } }
    if (!security) return JSON.stringify(plain)
    return JSON.stringify({ SaleToPOIResponse: security.seal(MessageHeader, JSON.stringify(plain)) })
  }

  async function cut(): Promise<void> {
    power.abort()
    const closing = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    if (closing) await new Promise((resolve) => closing.close(resolve))
  }

  async function plug(): Promise<void> {
    if (server) return
    own ??= await ownCertificate('virtual terminal')
    power = new AbortController()
    const starting = https.createServer(own, (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        serve(Buffer.concat(chunks).toString()).then(
          (text) =>
            text === null
              ? response.socket?.destroy()
              : response.setHeader('content-type', 'application/json').end(text),
          () => response.writeHead(400).end(),
        )
      })
    })
    starting.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => {})
    })
    starting.on('tlsClientError', () => {})
    starting.listen(port, '127.0.0.1')
    await once(starting, 'listening')
    port = (starting.address() as AddressInfo).port
    server = starting
    display = ['Velkommen']
  }

  return {
    async start() {
      await plug()
      return url()
    },
    stop: cut,
    unplug: cut,
    plug,
    manner(now) {
      manner = now
    },
    state() {
      const net = bank.charges().reduce((all, one) => all + one.ore - one.reversed, 0)
      return {
        manner,
        plugged: server !== undefined,
        display,
        url: url(),
        charges: bank.charges().length,
        kroner: kroner(net),
      }
    },
    certificate: () => own?.cert ?? '',
    bank,
    asked,
  }
}

function refuse(category: Category, ErrorCondition: string): Body {
  const answer = { Response: { Result: 'Failure' as const, ErrorCondition } }
  return category === 'Reversal' ? { ReversalResponse: answer } : { PaymentResponse: answer }
}

function linesOf(request: unknown): string[] {
  const outputs = (request as { DisplayOutput?: { OutputContent?: { OutputText?: { Text: string }[] } }[] })
    ?.DisplayOutput
  return outputs?.flatMap((one) => one.OutputContent?.OutputText?.map(({ Text }) => Text) ?? []) ?? []
}
