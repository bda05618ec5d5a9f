/**
 * BER-TLV as chips write it (ISO/IEC 7816-4 §5.2.2, X.690): definite lengths only, tags of up to three bytes, lengths of
 * up to four. Everything is bounded by the bytes at hand; a lie about a length throws, it never reads on.
 */
import { Fault } from '../../device/contract/faults.ts'

export type Tlv = {
  /** The tag as one number: 0x61, 0x5f1f, 0x7f60. */
  tag: number
  value: Uint8Array
  /** Tag, length and value together, as they stood. */
  whole: Uint8Array
}

/** Tag and length at the start of `bytes`; `undefined` when more bytes are needed to tell. Throws on a form we refuse. */
export function readHeader(bytes: Uint8Array, at = 0): { tag: number; header: number; length: number } | undefined {
  let i = at
  const first = bytes[i++]
  if (first === undefined) return undefined
  let tag = first
  if ((first & 0x1f) === 0x1f) {
    for (let more = true, count = 0; more; count++) {
      const next = bytes[i++]
      if (next === undefined) return undefined
      if (count === 2) throw new Fault('chip.malformed', 'tag longer than three bytes')
      tag = tag * 256 + next
      more = (next & 0x80) !== 0
    }
  }
  const head = bytes[i++]
  if (head === undefined) return undefined
  if (head < 0x80) return { tag, header: i - at, length: head }
  const count = head & 0x7f
  if (count === 0 || count > 4) throw new Fault('chip.malformed', 'length form not allowed')
  let length = 0
  for (let n = 0; n < count; n++) {
    const next = bytes[i++]
    if (next === undefined) return undefined
    length = length * 256 + next
  }
  return { tag, header: i - at, length }
}

/** The object at `at`. Throws `chip.malformed` if it does not fit into `bytes`. */
export function readTlv(bytes: Uint8Array, at = 0): Tlv {
  const head = readHeader(bytes, at)
  if (!head) throw new Fault('chip.malformed', 'object cut short')
  const start = at + head.header
  if (start + head.length > bytes.length) throw new Fault('chip.malformed', 'length reaches past the end')
  return {
    tag: head.tag,
    value: bytes.subarray(start, start + head.length),
    whole: bytes.subarray(at, start + head.length),
  }
}

/** All objects of a constructed value, in order. */
export function readAll(bytes: Uint8Array): Tlv[] {
  const all: Tlv[] = []
  for (let at = 0; at < bytes.length; ) {
    const tlv = readTlv(bytes, at)
    all.push(tlv)
    at += tlv.whole.length
  }
  return all
}

/** The value of the one object with that tag among the children of `parent`, or a fault. */
export function child(parent: Uint8Array, tag: number): Uint8Array {
  const found = readAll(parent).find((tlv) => tlv.tag === tag)
  if (!found) throw new Fault('chip.malformed', `no object ${tag.toString(16)}`)
  return found.value
}

/** One object in DER: the shortest length form. */
export function writeTlv(tag: number, ...values: Uint8Array[]): Uint8Array {
  const value = Buffer.concat(values)
  const tagBytes =
    tag > 0xffff ? [tag >> 16, (tag >> 8) & 0xff, tag & 0xff] : tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]
  const n = value.length
  const length =
    n < 0x80
      ? [n]
      : n < 0x100
        ? [0x81, n]
        : n < 0x10000
          ? [0x82, n >> 8, n & 0xff]
          : [0x83, n >> 16, (n >> 8) & 0xff, n & 0xff]
  return Buffer.concat([Uint8Array.from([...tagBytes, ...length]), value])
}
