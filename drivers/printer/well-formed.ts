/** Names and values longer than this are read as negative lengths by the library, and none is that long (RFC 8011 §5.1). */
const LONGEST = 0x7fff
/** Collections within collections; media descriptions have three. */
const DEEPEST = 8

const END = 0x03
/** Groups of attributes begin with 0x01 … 0x0e (RFC 8010 §3.5.1). */
const GROUP_MOST = 0x0e
const VALUE_LEAST = 0x10

const BEGIN_COLLECTION = 0x34
const END_COLLECTION = 0x37
const MEMBER_NAME = 0x4a

/** Values of one length (bytes); integer, boolean, enum, dateTime, resolution, rangeOfInteger. */
const FIXED: Readonly<Record<number, number>> = { 33: 4, 34: 1, 35: 4, 49: 11, 50: 9, 51: 8 }
/** textWithLanguage, nameWithLanguage: two texts with their lengths. */
const WITH_LANGUAGE: readonly number[] = [0x35, 0x36]
/** Texts and octets of any length. */
const FREE: readonly number[] = [0x30, 0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49]

/**
 * Walks a whole IPP answer (RFC 8010 §3.1) and throws unless every length and tag in it is one that the library which reads it
 * afterwards takes the same way: that one trusts signed lengths, and can be led round in circles for ever.
 */
export function assertWellFormed(bytes: Buffer): void {
  let at = 8
  const bad = (why: string) => new Error(`not an IPP answer: ${why} at byte ${at}`)
  const byte = () => {
    if (at >= bytes.length) throw bad('it ends')
    at += 1
    return bytes[at - 1]!
  }
  const length = () => {
    const long = byte() * 256 + byte()
    if (long > LONGEST || at + long > bytes.length) throw bad('a length')
    return long
  }
  const text = () => {
    const long = length()
    at += long
    return long
  }

  const value = (tag: number, depth: number) => {
    const long = length()
    const end = at + long
    if (WITH_LANGUAGE.includes(tag)) {
      // The library takes another first byte for a printer that leaves out the outer length.
      if (bytes[at] !== 0) throw bad('a text with language')
      text()
      text()
      if (at !== end) throw bad('a text with language')
    } else if (tag === BEGIN_COLLECTION) {
      at = end
      if (depth === DEEPEST) throw bad('too deep')
      collection(depth + 1)
    } else {
      const right = FREE.includes(tag) || long === (FIXED[tag] ?? 0)
      if (!right || tag === END_COLLECTION || tag === MEMBER_NAME || tag > MEMBER_NAME) throw bad('a value')
      at = end
    }
  }

  const collection = (depth: number) => {
    for (let tag = byte(); tag !== END_COLLECTION; tag = byte()) {
      if (tag !== MEMBER_NAME) throw bad('a member')
      text()
      text()
      tag = byte()
      if (tag < VALUE_LEAST) throw bad('a member')
      text()
      value(tag, depth)
      while (bytes[at] !== MEMBER_NAME && bytes[at] !== END_COLLECTION) {
        tag = byte()
        if (tag < VALUE_LEAST || length() !== 0) throw bad('a member')
        value(tag, depth)
      }
    }
    text()
    text()
  }

  if (bytes.length < at) throw bad('it ends')
  for (let tag = byte(); tag !== END; tag = byte()) {
    if (tag === 0 || tag > GROUP_MOST) throw bad('a group')
    while ((bytes[at] ?? 0) >= VALUE_LEAST) {
      const kind = byte()
      text()
      value(kind, 0)
    }
  }
}
