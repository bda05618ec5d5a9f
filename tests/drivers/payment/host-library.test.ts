/** An independent host library and our two ends understand each other: same messages, same seal. */
import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import library from '@adyen/api-library'
import sealing from '@adyen/api-library/lib/src/security/nexoCrypto.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Category, Message } from '../../../drivers/payment/nexo.ts'
import { createPaymentTerminal } from '../../../drivers/payment/terminal.ts'
import { ownCertificate } from '../../../drivers/virtual/payment/certificate.ts'
import { key, room } from './room.ts'

const theirKey = {
  KeyIdentifier: key.identifier,
  KeyVersion: key.version,
  Passphrase: key.passphrase,
  AdyenCryptoVersion: 1,
}
const { Client, Config, TerminalLocalAPI } = library
type Sealing = {
  new (): { decrypt(message: unknown, key: object): string }
  encrypt(header: object, text: string, key: object): object
}
const Crypto = (sealing as unknown as { default: Sealing }).default

test('the library pays, asks for the status and reverses at our virtual terminal', async () => {
  const { virtual, url, end } = await room()
  // Its own way to trust a local terminal is a file with the acquirer's root; certificates have their own test.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  const config = new Config({ apiKey: 'unused', environment: 'TEST', terminalApiLocalEndpoint: url } as never)
  const api = new TerminalLocalAPI(new Client(config))
  const header = (MessageCategory: Category, ServiceID: string) => ({
    MessageHeader: {
      ProtocolVersion: '3.0',
      MessageClass: 'Service',
      MessageCategory,
      MessageType: 'Request',
      ServiceID,
      SaleID: 'Boks 1',
      POIID: 'P400-000001',
    },
  })
  const ask = async (category: Category, service: string, body: object) =>
    (await api.request({ SaleToPOIRequest: { ...header(category, service), ...body } } as never, theirKey as never))
      .SaleToPOIResponse as unknown as Message
  const sale = { SaleTransactionID: { TransactionID: 'library-1', TimeStamp: new Date().toISOString() } }
  const paid = await ask('Payment', 'lib0000001', {
    PaymentRequest: {
      SaleData: sale,
      PaymentTransaction: { AmountsReq: { Currency: 'DKK', RequestedAmount: 92.0 } },
    },
  })
  assert.is(paid.PaymentResponse?.Response.Result, 'Success')
  assert.is(paid.PaymentResponse?.PaymentResult?.AmountsResp?.AuthorizedAmount, 92)
  const status = await ask('TransactionStatus', 'lib0000002', {
    TransactionStatusRequest: {
      MessageReference: { MessageCategory: 'Payment', ServiceID: 'lib0000001', SaleID: 'Boks 1', POIID: 'P400-000001' },
    },
  })
  const repeated = status.TransactionStatusResponse?.RepeatedMessageResponse
  assert.is(repeated?.RepeatedResponseMessageBody.PaymentResponse?.Response.Result, 'Success')
  const transaction = paid.PaymentResponse!.POIData!.POITransactionID!
  const reversed = await ask('Reversal', 'lib0000003', {
    ReversalRequest: {
      OriginalPOITransaction: { POITransactionID: transaction },
      ReversalReason: 'MerchantCancel',
      SaleData: sale,
    },
  })
  assert.is(reversed.ReversalResponse?.Response.Result, 'Success')
  assert.is(virtual.state().charges, 1)
  assert.is(virtual.state().kroner, 0)
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  await end()
})

test('a terminal made of the library’s own sealing understands our driver, and our driver it', async () => {
  const own = await ownCertificate('library')
  const seen: Message[] = []
  const server = https.createServer(own, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { SaleToPOIRequest } = JSON.parse(Buffer.concat(chunks).toString())
      const message = (JSON.parse(new Crypto().decrypt(SaleToPOIRequest, theirKey)) as { SaleToPOIRequest: Message })
        .SaleToPOIRequest
      seen.push(message)
      const MessageHeader = { ...message.MessageHeader, MessageType: 'Response' }
      const PaymentResponse = {
        Response: { Result: 'Success' },
        POIData: { POITransactionID: { TransactionID: 'X1', TimeStamp: '2026-11-22T12:00:00.000Z' } },
        PaymentResult: { AmountsResp: { Currency: 'DKK', AuthorizedAmount: 890.5 } },
      }
      const text = JSON.stringify({ SaleToPOIResponse: { MessageHeader, PaymentResponse } })
      response.end(JSON.stringify({ SaleToPOIResponse: Crypto.encrypt(MessageHeader, text, theirKey) }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const terminal = createPaymentTerminal({
    id: 'payment',
    url: `https://127.0.0.1:${port}/nexo`,
    sale: 'Boks 1',
    poi: 'P400-000001',
    key,
    certificate: own.cert,
  })
  const entries: object[] = []
  const ledger = {
    write: async (entry: object) => void entries.push(entry),
    story: () => [],
    unfinished: () => [],
  }
  const outcome = await terminal.pay(
    { name: 'case-1', amount: 89_050 },
    { ledger, signal: new AbortController().signal },
  )
  assert.is(outcome.is, 'paid')
  assert.is(seen[0]?.PaymentRequest?.PaymentTransaction.AmountsReq.RequestedAmount, 890.5)
  assert.is(seen[0]?.MessageHeader.ServiceID?.length, 10)
  server.close()
})

test.run()
