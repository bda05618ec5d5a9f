/**
 * What lies under the commands of a chip: rests fetched by GET RESPONSE, a wrong Le asked again (both belong to T=0,
 * ISO/IEC 7816-3 §12.2), and a count of all that crosses.
 */
import { Fault } from '../../device/contract/faults.ts'
import type { Transmit } from './apdu.ts'

/** No answer is longer than an extended one; a chip that always has more is lying (bytes). */
const ANSWER_MAX_BYTES = 65_538
/** GET RESPONSE brings up to 256 bytes, so this many fetch the longest answer. */
const MOST_RESTS = 257

export type Traffic = {
  apdus: number
  /** Both ways, without the transport's own. */
  bytes: number
  /** Milliseconds spent waiting for the reader and the chip: the rest of the time is ours. */
  waitedMs: number
  /** Answers that had to be fetched by GET RESPONSE: then no command may be sent ahead of it. */
  rests: number
}

/** Wraps a session's `transmit`. Only a plain `61xx` or `6Cxx` of two bytes is taken as the transport's. */
export function transport(transmit: Transmit): { transmit: Transmit; traffic: Traffic } {
  const traffic: Traffic = { apdus: 0, bytes: 0, waitedMs: 0, rests: 0 }
  let counted = 0
  const exchange: Transmit = async (apdu, signal) => {
    const begin = performance.now()
    const answer = await transmit(apdu, signal)
    // Of commands that wait for each other every millisecond counts once.
    const end = performance.now()
    traffic.waitedMs += end - Math.max(begin, counted)
    counted = end
    traffic.apdus++
    traffic.bytes += apdu.length + answer.length
    return answer
  }
  return {
    traffic,
    async transmit(apdu, signal) {
      let answer = await exchange(apdu, signal)
      if (answer.length === 2 && answer[0] === 0x6c && apdu.length === 5)
        answer = await exchange(Uint8Array.from([...apdu.subarray(0, 4), answer[1]!]), signal)
      if (answer.at(-2) !== 0x61) return answer
      traffic.rests++
      const parts: Uint8Array[] = []
      let length = 0
      for (let rests = 0; answer.at(-2) === 0x61; rests++) {
        parts.push(answer.subarray(0, -2))
        length += answer.length - 2
        if (rests >= MOST_RESTS || length > ANSWER_MAX_BYTES) throw new Fault('chip.protocol', 'answer without an end')
        answer = await exchange(Uint8Array.of(apdu[0]! & 0xf3, 0xc0, 0, 0, answer.at(-1)!), signal)
      }
      return Buffer.concat([...parts, answer])
    },
  }
}
