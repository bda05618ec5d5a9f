/**
 * The pieces of PTP (PIMA 15740, ISO 15740) and of its carriage over TCP (PTP/IP, CIPA DC-005) that a still camera needs.
 * Everything is little-endian.
 */

/** Kinds of PTP/IP packets. */
export const PACKET = {
  initCommand: 1,
  commandAck: 2,
  initEvent: 3,
  eventAck: 4,
  request: 6,
  response: 7,
  event: 8,
  startData: 9,
  data: 10,
  endData: 12,
  ping: 13,
  pong: 14,
} as const

export const OPERATION = {
  deviceInfo: 0x1001,
  openSession: 0x1002,
  closeSession: 0x1003,
  storageIds: 0x1004,
  storageInfo: 0x1005,
  objectHandles: 0x1007,
  objectInfo: 0x1008,
  object: 0x1009,
  deleteObject: 0x100b,
  initiateCapture: 0x100e,
} as const
export const EVENT = { objectAdded: 0x4002, captureComplete: 0x400d } as const
export const RESPONSE = { ok: 0x2001, general: 0x2002, notSupported: 0x2005, noObject: 0x2009, busy: 0x2019 } as const
/** EXIF/JPEG. */
export const JPEG_FORMAT = 0x3801

export const u8 = (value: number) => Buffer.from([value])
export function u16(value: number): Buffer {
  const out = Buffer.alloc(2)
  out.writeUInt16LE(value)
  return out
}
export function u32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32LE(value >>> 0)
  return out
}
export function u64(value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeBigUInt64LE(BigInt(value))
  return out
}
/** A PTP string: how many signs with the closing zero, then UTF-16. */
export function text(value: string): Buffer {
  return value ? Buffer.concat([u8(value.length + 1), Buffer.from(`${value}\0`, 'utf16le')]) : u8(0)
}
export const list = (values: readonly number[], item: (value: number) => Buffer) =>
  Buffer.concat([u32(values.length), ...values.map(item)])

export function packet(kind: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), u32(kind), body])
}

/** Cuts a socket's bytes into packets. Throws on a length that cannot be. */
export function createPacketSplitter(): (chunk: Buffer) => { kind: number; body: Buffer }[] {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const packets = []
    while (rest.length >= 8) {
      const length = rest.readUInt32LE(0)
      if (length < 8 || length > 1_000_000) throw new Error(`a PTP/IP packet of ${length} bytes`)
      if (rest.length < length) break
      packets.push({ kind: rest.readUInt32LE(4), body: rest.subarray(8, length) })
      rest = rest.subarray(length)
    }
    return packets
  }
}
