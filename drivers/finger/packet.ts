/**
 * The packets of Suprema's SFM fingerprint modules (UF Protocol Manual, "Packet Protocol"): 13 bytes, little endian.
 *
 *     start 0x40 · command 1 · param 4 · size 4 · flag or error 1 · checksum 1 · end 0x0A
 */
export type Packet = { command: number; param: number; size: number; flag: number }

export const PACKET_BYTES = 13
const START = 0x40
export const END = 0x0a

/** Commands of the manual's "Command Summary" that this house uses. */
export const command = {
  writeParameter: 0x01,
  saveParameters: 0x02,
  readParameter: 0x03,
  scanImage: 0x15,
  readImage: 0x20,
  cancel: 0x60,
  /** SIX: scan, then the image by the extended data transfer. */
  scanImageExtended: 0x83,
  /** RIX: the last scanned image again, by the extended data transfer. */
  readImageExtended: 0x84,
} as const

/** The flag byte of answers, and of the host's acknowledgement of data. */
export const flag = {
  success: 0x61,
  scanSuccess: 0x62,
  scanFail: 0x63,
  tryAgain: 0x6b,
  timeOut: 0x6c,
  unsupported: 0x75,
  busy: 0x80,
  canceled: 0x81,
  dataError: 0x82,
  dataOk: 0x83,
  /** What was scanned is no living finger. RECALLED: the public manual names the error, not its number. */
  fake: 0xb0,
} as const

/** System parameters; values are 0x30 + n ("System Parameter Summary"). */
export const parameter = { timeout: 0x62, imageFormat: 0x6c, firmware: 0x6e, baud: 0x71, fake: 0x98 } as const

/** Value of `imageFormat` for 8-bit gray. */
export const GRAY_8_BIT = 0x30
/** For WSQ at some 0.75 bits a pixel (SFM5500 and 6000 only; API Specification, "WSQ API"). */
export const WSQ_LOW_RATE = 0x35
/** Values of `fake`: detection off and on. */
export const FAKE_OFF = 0x30
export const FAKE_ON = 0x31

/** Values of `baud`. */
export const baudCodes: ReadonlyMap<number, number> = new Map([
  [9_600, 0x31],
  [19_200, 0x32],
  [38_400, 0x33],
  [57_600, 0x34],
  [115_200, 0x35],
  [230_400, 0x36],
  [460_800, 0x37],
  [921_600, 0x38],
])

function checksum(bytes: Uint8Array, from: number): number {
  let sum = 0
  for (let i = from; i < from + PACKET_BYTES - 2; i++) sum += bytes[i]!
  return sum & 0xff
}

export function encodePacket(packet: Partial<Packet> & { command: number }): Uint8Array {
  const bytes = new Uint8Array(PACKET_BYTES)
  const view = new DataView(bytes.buffer)
  bytes[0] = START
  bytes[1] = packet.command
  view.setUint32(2, packet.param ?? 0, true)
  view.setUint32(6, packet.size ?? 0, true)
  bytes[10] = packet.flag ?? 0
  bytes[11] = checksum(bytes, 0)
  bytes[12] = END
  return bytes
}

/**
 * The first whole packet in `unread`, and how many bytes are done with: the packet and whatever stood before it. Bytes
 * that cannot begin a packet are skipped; a possible beginning is kept until it is whole.
 */
export function nextPacket(unread: Uint8Array): { used: number; value?: Packet } {
  let at = 0
  for (; at < unread.length; at++) {
    if (unread[at] !== START) continue
    if (at + PACKET_BYTES > unread.length) return { used: at }
    if (unread[at + 12] !== END || unread[at + 11] !== checksum(unread, at)) continue
    const view = new DataView(unread.buffer, unread.byteOffset + at, PACKET_BYTES)
    return {
      used: at + PACKET_BYTES,
      value: {
        command: view.getUint8(1),
        param: view.getUint32(2, true),
        size: view.getUint32(6, true),
        flag: view.getUint8(10),
      },
    }
  }
  return { used: at }
}

/** The four bytes after the body of a data packet: the sum of the body's bytes. */
export function dataChecksum(body: Uint8Array): number {
  let sum = 0
  for (const byte of body) sum += byte
  return sum >>> 0
}
