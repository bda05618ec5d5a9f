/** A small DER writer for the test country's certificates and security objects. */
import { writeTlv } from '../../chip/tlv.ts'

export const sequence = (...items: Uint8Array[]) => writeTlv(0x30, ...items)
/** DER orders a SET OF by its members' bytes. */
export const setOf = (...items: Uint8Array[]) => writeTlv(0x31, ...items.sort(Buffer.compare))
export const explicit = (number: number, ...items: Uint8Array[]) => writeTlv(0xa0 + number, ...items)
export const octetString = (bytes: Uint8Array) => writeTlv(0x04, bytes)
export const bitString = (bytes: Uint8Array, unusedBits = 0) => writeTlv(0x03, Uint8Array.of(unusedBits), bytes)
export const boolean = (value: boolean) => writeTlv(0x01, Uint8Array.of(value ? 0xff : 0))
export const utf8 = (text: string) => writeTlv(0x0c, Buffer.from(text, 'utf8'))
export const printable = (text: string) => writeTlv(0x13, Buffer.from(text, 'latin1'))

export function integer(value: number | Uint8Array): Uint8Array {
  const hex = typeof value === 'number' ? value.toString(16) : Buffer.from(value).toString('hex')
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  return writeTlv(0x02, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), bytes)
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const groups = [value & 0x7f]
    for (let high = Math.floor(value / 128); high > 0; high = Math.floor(high / 128))
      groups.unshift((high & 0x7f) | 0x80)
    return groups
  })
  return writeTlv(0x06, Uint8Array.from(bytes))
}

/** UTCTime to 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5). */
export function time(date: Date): Uint8Array {
  const text = `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
  return date.getUTCFullYear() < 2050 ? writeTlv(0x17, Buffer.from(text.slice(2))) : writeTlv(0x18, Buffer.from(text))
}
