/** An object identifier's bytes as dotted text. */
export function oidText(bytes: Uint8Array): string {
  const parts: number[] = []
  let value = 0
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(value / 40)), value - Math.min(2, Math.floor(value / 40)) * 40)
    else parts.push(value)
    value = 0
  }
  return parts.join('.')
}

/** The bytes of a dotted object identifier, without tag and length. */
export function oidBytes(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return Uint8Array.from(
    [first * 40 + second, ...rest].flatMap((value) => {
      const groups = [value & 0x7f]
      for (let high = Math.floor(value / 128); high > 0; high = Math.floor(high / 128))
        groups.unshift((high & 0x7f) | 0x80)
      return groups
    }),
  )
}
