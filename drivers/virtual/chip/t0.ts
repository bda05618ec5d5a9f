/** The half-duplex protocol T=0 (ISO/IEC 7816-3 §10, §12): answers to commands with data are fetched, a wrong Le is asked again. */

/** Wraps a chip that answers APDUs; the wrapped one answers as a card with contacts does. */
export function overT0(answer: (apdu: Uint8Array) => Uint8Array): (apdu: Uint8Array) => Uint8Array {
  let kept: Uint8Array = new Uint8Array()
  /** How the kept answer ends, once all of it is fetched. */
  let end: Uint8Array = Uint8Array.of(0x90, 0)

  const rest = () => (kept.length > 0 ? Uint8Array.of(0x61, Math.min(255, kept.length)) : end)

  return (apdu) => {
    const last = apdu[4] ?? 0
    if (apdu[1] === 0xc0) {
      const part = kept.subarray(0, last || 256)
      kept = kept.subarray(part.length)
      return Buffer.concat([part, rest()])
    }
    if (apdu.length > 5 && apdu.length !== 5 + last) return Uint8Array.of(0x67, 0)
    const full = answer(apdu)
    const data = full.subarray(0, -2)
    if (apdu.length > 5) {
      kept = data
      end = full.subarray(-2)
      return rest()
    }
    const wanted = last || 256
    if (data.length > 0 && data.length < wanted) return Uint8Array.of(0x6c, data.length)
    return full
  }
}
