/**
 * The cable between a virtual chip and a card reader in QEMU (`usb-ccid` with `ccid-card-passthru`): to the chip it is vpcd, to
 * the reader a client of the VSCard protocol (vscard_common.h of libcacard).
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** VSCard's message types. */
const TYPE = { init: 1, readerAdd: 3, atr: 5, cardRemove: 6, apdu: 7 } as const
const HEADER_BYTES = 12
const NO_READER = 0xffff_ffff
/** `VSCD`, version 0.0.2, no capabilities. */
const INIT = Buffer.concat([Buffer.from('VSCD'), Buffer.from([0, 0, 0, 2]), Buffer.alloc(4)])
/** vpcd's control bytes: power on, and "send your ATR". */
const POWER_ON = Uint8Array.of(1)
const SEND_ATR = Uint8Array.of(4)
/** Between two attempts to reach a machine that is not there (ms). */
const RECONNECT_MS = 200

export type CcidCable = {
  /** Where the chip connects, as it would to vpcd. */
  readonly port: number
  /** The reader has been pulled out and put back, or its machine started anew: it must be told again what lies on it. */
  again(): void
  close(): Promise<void>
}

/** `path`: the Unix socket of the reader's character device. */
export async function createCcidCable(path: string): Promise<CcidCable> {
  let chip: Socket | undefined
  let reader: Socket | undefined
  let atr: Buffer | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const toReader = (type: number, data: Uint8Array = Buffer.alloc(0), id = 0) => {
    const head = Buffer.alloc(HEADER_BYTES)
    head.writeUInt32BE(type, 0)
    head.writeUInt32BE(id, 4)
    head.writeUInt32BE(data.length, 8)
    if (reader?.readyState === 'open') reader.write(Buffer.concat([head, data]))
  }
  const toChip = (data: Uint8Array) => {
    const head = Buffer.alloc(2)
    head.writeUInt16BE(data.length)
    chip?.write(Buffer.concat([head, data]))
  }

  function attach() {
    clearTimeout(retry)
    if (closed) return
    const own = connect(path)
    reader = own
    own.on('connect', () => {
      toReader(TYPE.init, INIT, NO_READER)
      toReader(TYPE.readerAdd, Buffer.from('virtual\0'), NO_READER)
      if (atr) toReader(TYPE.atr, atr)
    })
    let rest = Buffer.alloc(0)
    own.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= HEADER_BYTES && rest.length >= HEADER_BYTES + rest.readUInt32BE(8)) {
        const message = rest.subarray(HEADER_BYTES, HEADER_BYTES + rest.readUInt32BE(8))
        if (rest.readUInt32BE(0) === TYPE.apdu) toChip(message)
        rest = rest.subarray(HEADER_BYTES + message.length)
      }
    })
    own.on('error', () => {})
    own.on('close', () => {
      if (reader === own && !closed) retry = setTimeout(attach, RECONNECT_MS)
    })
  }

  const server = createServer((own) => {
    chip = own
    atr = undefined
    let rest = Buffer.alloc(0)
    own.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE()) {
        const message = Buffer.from(rest.subarray(2, 2 + rest.readUInt16BE()))
        rest = rest.subarray(2 + message.length)
        // The first thing it is asked for is its ATR; whatever follows answers the reader.
        if (atr) toReader(TYPE.apdu, message)
        else toReader(TYPE.atr, (atr = message))
      }
    })
    own.on('error', () => {})
    own.on('close', () => {
      if (chip !== own) return
      chip = atr = undefined
      toReader(TYPE.cardRemove)
    })
    toChip(POWER_ON)
    toChip(SEND_ATR)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  attach()

  return {
    port: (server.address() as AddressInfo).port,
    again: () => void reader?.destroy(),
    async close() {
      closed = true
      clearTimeout(retry)
      reader?.destroy()
      chip?.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
