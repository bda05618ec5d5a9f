/** The hub's bot brake asks for work now and then: find a number whose hash begins with that many zero bits. */

/** Hashes between two looks at the page, which stays usable. */
const BATCH = 500

/** `SHA-256(slot:minute:nonce)` as the hub checks it (hub/booking/brake.ts). Returns the `x-work` header. */
export async function solve(slot: string, { bits, minute }: { bits: number; minute: number }): Promise<string> {
  const encode = new TextEncoder()
  for (let start = 0; ; start += BATCH) {
    const hashes = await Promise.all(
      Array.from({ length: BATCH }, (_, n) =>
        crypto.subtle.digest('SHA-256', encode.encode(`${slot}:${minute}:${start + n}`)),
      ),
    )
    const found = hashes.findIndex((hash) => Math.clz32(new DataView(hash).getUint32(0)) >= bits)
    if (found >= 0) return `${minute}.${start + found}`
  }
}
