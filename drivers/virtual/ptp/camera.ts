import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import {
  createPacketSplitter,
  EVENT,
  JPEG_FORMAT,
  list,
  OPERATION,
  PACKET,
  packet,
  RESPONSE,
  text,
  u16,
  u32,
  u64,
} from './codec.ts'

const STORAGE = 0x10001
const WHOLE_STORAGE = 32_000_000_000
/** A picture travels in pieces of this size, as on a camera's wireless link (bytes). */
const PIECE = 65_536

export type VirtualStillCameraState = {
  plugged: boolean
  jammed: boolean
  sessions: number
  shots: number
  kept: number
}

export type VirtualStillCamera = {
  start(): Promise<void>
  stop(): Promise<void>
  unplug(): void
  plug(): void
  /** Lens cap on, card full, autofocus that finds nothing: the shutter is refused until it is told otherwise. */
  jam(on: boolean): void
  state(): VirtualStillCameraState
  /** gphoto2's name of this camera's port. */
  port(): string
}

/**
 * A still camera at the far end of PTP/IP, as Wi-Fi and studio cameras are. `picture` gives the JPEG of each press of the
 * shutter. Pictures lie on its card until they are deleted, as on a real one: `kept` says how many.
 */
export function createVirtualStillCamera(picture: () => Promise<Buffer>): VirtualStillCamera {
  const sockets = new Set<Socket>()
  const card = new Map<number, Buffer>()
  const state = { plugged: true, jammed: false, sessions: 0, shots: 0 }
  let events: Socket | null = null
  let lastHandle = 0

  const server = createServer((socket) => {
    if (!state.plugged) return void socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const split = createPacketSplitter()
    // One after the other: a request is answered before the next is looked at.
    let turn = Promise.resolve()
    socket.on('data', (chunk: Buffer) => {
      for (const { kind, body } of split(chunk)) {
        turn = turn.then(() => take(socket, kind, body)).catch(() => void socket.destroy())
      }
    })
  })

  async function take(socket: Socket, kind: number, body: Buffer): Promise<void> {
    if (kind === PACKET.initCommand) {
      const name = Buffer.from('Borgerboks\0', 'utf16le')
      socket.write(packet(PACKET.commandAck, u32(1), randomBytes(16), name, u32(0x10000)))
    } else if (kind === PACKET.initEvent) {
      events = socket
      socket.write(packet(PACKET.eventAck))
    } else if (kind === PACKET.ping) socket.write(packet(PACKET.pong))
    else if (kind === PACKET.request) {
      const [code, transaction] = [body.readUInt16LE(4), body.readUInt32LE(6)]
      const parameters = Array.from({ length: (body.length - 10) >> 2 }, (_, i) => body.readUInt32LE(10 + 4 * i))
      const { answer = RESPONSE.ok, data } = await perform(code, parameters)
      if (data) send(socket, transaction, data)
      socket.write(packet(PACKET.response, u16(answer), u32(transaction)))
      if (code === OPERATION.initiateCapture && answer === RESPONSE.ok) await expose(transaction)
    }
  }

  function send(socket: Socket, transaction: number, data: Buffer): void {
    socket.write(packet(PACKET.startData, u32(transaction), u64(data.length)))
    let at = 0
    for (; data.length - at > PIECE; at += PIECE) {
      socket.write(packet(PACKET.data, u32(transaction), data.subarray(at, at + PIECE)))
    }
    socket.write(packet(PACKET.endData, u32(transaction), data.subarray(at)))
  }

  async function perform(code: number, [first = 0]: number[]): Promise<{ answer?: number; data?: Buffer }> {
    const object = card.get(first)
    if (code === OPERATION.deviceInfo) return { data: deviceInfo() }
    if (code === OPERATION.openSession) {
      state.sessions++
      return {}
    }
    if (code === OPERATION.closeSession) return {}
    if (code === OPERATION.storageIds) return { data: list([STORAGE], u32) }
    if (code === OPERATION.storageInfo) return { data: storageInfo() }
    if (code === OPERATION.objectHandles) return { data: list([...card.keys()], u32) }
    if (code === OPERATION.initiateCapture) return state.jammed ? { answer: RESPONSE.general } : {}
    if (![OPERATION.objectInfo, OPERATION.object, OPERATION.deleteObject].some((one) => one === code)) {
      return { answer: RESPONSE.notSupported }
    }
    if (!object) return { answer: RESPONSE.noObject }
    if (code === OPERATION.objectInfo) return { data: objectInfo(first, object.length) }
    if (code === OPERATION.object) return { data: object }
    card.delete(first)
    return {}
  }

  /** The shutter is answered at once; the picture comes when it is developed. */
  async function expose(transaction: number): Promise<void> {
    const jpeg = await picture()
    const handle = ++lastHandle
    card.set(handle, jpeg)
    state.shots++
    events?.write(packet(PACKET.event, u16(EVENT.objectAdded), u32(transaction), u32(handle)))
    events?.write(packet(PACKET.event, u16(EVENT.captureComplete), u32(transaction)))
  }

  return {
    async start() {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
    unplug() {
      state.plugged = false
      for (const socket of sockets) socket.destroy()
    },
    plug() {
      state.plugged = true
    },
    jam(on) {
      state.jammed = on
    },
    state: () => ({ ...state, kept: card.size }),
    port() {
      const { port } = server.address() as AddressInfo
      return `ptpip:127.0.0.1:${port}:${port}`
    },
  }
}

function deviceInfo(): Buffer {
  const operations = Object.values(OPERATION)
  const [codes, formats] = [(values: readonly number[]) => list(values, u16), [JPEG_FORMAT]]
  const names = ['Borgerboks', 'Virtual still camera', '1', '1'].map(text)
  const vendor = [u32(0), u16(100), text('')]
  return Buffer.concat([
    u16(100),
    ...vendor,
    u16(0),
    codes(operations),
    codes(Object.values(EVENT)),
    codes([]),
    ...[formats, formats].map(codes),
    ...names,
  ])
}

function storageInfo(): Buffer {
  // Removable RAM, a plain tree, read and write.
  const kind = [u16(4), u16(2), u16(0)]
  return Buffer.concat([...kind, u64(WHOLE_STORAGE), u64(WHOLE_STORAGE), u32(9_999), text('Card'), text('')])
}

function objectInfo(handle: number, bytes: number): Buffer {
  const thumb = [u16(0), u32(0), u32(0), u32(0)]
  const picture = [u32(0), u32(0), u32(24)]
  const place = [u32(0), u16(0), u32(0), u32(handle)]
  const name = text(`BOKS${String(handle).padStart(4, '0')}.JPG`)
  return Buffer.concat([
    u32(STORAGE),
    u16(JPEG_FORMAT),
    u16(0),
    u32(bytes),
    ...thumb,
    ...picture,
    ...place,
    name,
    text('20261122T120000'),
    text(''),
    text(''),
  ])
}
