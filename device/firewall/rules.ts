import Type from 'typebox'
import { decoder } from '../contract/decode.ts'

/** More devices than a box has. */
const MOST = 8
const decode = decoder(
  Type.Array(
    Type.Tuple([Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,3}){3}$' }), Type.Integer({ minimum: 1, maximum: 65_535 })]),
    { maxItems: MOST },
  ),
)
/** RFC 1918 and RFC 3927: devices stand in the library, never on the internet. */
const PRIVATE = /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/

/** What nft is to do so that the runtime may reach these and no others; null for a wish that is not a few private addresses. */
export function rulesFor(wish: string): string | null {
  try {
    const doors = decode(wish)
    if (!doors.every(([address]) => PRIVATE.test(address) && address.split('.').every((part) => Number(part) < 256)))
      return null
    const elements = doors.map(([address, port]) => `${address} . ${port}`).join(', ')
    return `flush set inet borgerboks devices_v4\n${elements ? `add element inet borgerboks devices_v4 { ${elements} }\n` : ''}`
  } catch {
    return null
  }
}
