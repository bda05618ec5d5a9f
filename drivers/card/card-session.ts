/** One connection to one card, from power-on until it is torn out or let go. */
import { Fault, type FaultCode } from '../../device/contract/faults.ts'
import type { PcscClient, PcscReply } from './pcsc-client.ts'

/**
 * The longest one command may take (ms). Passport chips ask for waiting-time extensions up to some seconds in public key
 * operations; a reader gives up on a dead card after about 5 s itself.
 */
export const TRANSMIT_LIMIT_MS = 8_000
/** Powering on and the ATR (ms): a second at most; a mute card that still blocks pcscd shows here as well. */
export const CONNECT_LIMIT_MS = 5_000
/** Resetting the card when it is let go (ms); it is nobody's wait, but a stuck card must not stay unnoticed. */
const DISCONNECT_LIMIT_MS = 5_000

export type CardSession = {
  readonly atr: Uint8Array
  /** A card that speaks T=0 takes no extended commands. */
  readonly shortOnly: boolean
  /**
   * Sends one APDU. Throws `card.removed`, `card.mute`, `card.reader-gone`. Several may be under way: they reach the card in
   * their order, and after a failed one the rest fail too.
   */
  transmit(apdu: Uint8Array, signal: AbortSignal): Promise<Uint8Array>
  /** Lets go of the card and resets it. Never throws; a gone card is let go already. */
  disconnect(): Promise<void>
}

/** SCARD_PROTOCOL_T0 */
const PROTOCOL_T0 = 1

/** PC/SC errors by what they mean to us. */
const meanings: Record<number, FaultCode> = {
  2148532236: 'card.removed', // SCARD_E_NO_SMARTCARD
  2148532239: 'card.removed', // SCARD_E_PROTO_MISMATCH: the card left between power-on and protocol
  2148532243: 'card.removed', // SCARD_F_COMM_ERROR: lifted out of the field
  2148532246: 'card.removed', // SCARD_E_NOT_TRANSACTED
  2148532271: 'card.removed', // SCARD_E_COMM_DATA_LOST
  2148532327: 'card.removed', // SCARD_W_UNPOWERED_CARD
  2148532328: 'card.removed', // SCARD_W_RESET_CARD: another card came, or somebody reset ours
  2148532329: 'card.removed', // SCARD_W_REMOVED_CARD
  2148532326: 'card.mute', // SCARD_W_UNRESPONSIVE_CARD
  2148532235: 'card.reader-gone', // SCARD_E_SHARING_VIOLATION: another program holds the card
}

function faultOf(refused: { code: number; detail: string }): Fault {
  return new Fault(meanings[refused.code] ?? 'card.reader-gone', refused.detail)
}

/** Powers the card on and connects, exclusively. */
export async function openSession(
  pcsc: PcscClient,
  reader: string,
  atr: Uint8Array,
  signal: AbortSignal,
  transmitLimitMs = TRANSMIT_LIMIT_MS,
): Promise<CardSession> {
  const connected = await aborting(pcsc.ask({ ask: 'connect', reader }, CONNECT_LIMIT_MS), signal, disconnect)
  if (connected.is === 'refused') throw faultOf(connected)

  const t0 = connected.data[0] === PROTOCOL_T0
  let over: Fault | undefined
  let underWay = 0

  async function disconnect(): Promise<void> {
    over ??= new Fault('card.removed', 'the session was ended')
    await pcsc.ask({ ask: 'disconnect', reader }, DISCONNECT_LIMIT_MS).catch(() => {})
  }

  return {
    atr,
    shortOnly: t0,
    disconnect,
    async transmit(apdu, abort) {
      if (over) throw over
      // A native call cannot be taken back: after an abort it runs out, bounded by its limit, and is answered to nobody.
      // One that waits behind others has their time too.
      const limit = transmitLimitMs * ++underWay
      const asked = pcsc
        .ask({ ask: 'transmit', reader, apdu: t0 ? withoutLe(apdu) : apdu }, limit)
        .finally(() => underWay--)
      const reply = await aborting(asked, abort, disconnect)
      if (reply.is === 'refused') throw (over = faultOf(reply))
      // A card torn out in the middle of a command: pcscd reports success, with nothing.
      if (reply.data.length === 0) throw (over = new Fault('card.removed', 'empty answer'))
      return reply.data
    },
  }
}

/** T=0 has no place for Le behind data: the card says how much there is, and it is fetched (ISO/IEC 7816-3 §12.2.1). */
function withoutLe(apdu: Uint8Array): Uint8Array {
  return apdu.length > 5 && apdu.length === 6 + apdu[4]! ? apdu.subarray(0, -1) : apdu
}

function aborting(reply: Promise<PcscReply>, signal: AbortSignal, abandon: () => Promise<void>): Promise<PcscReply> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      reject(signal.reason)
      reply.then(abandon, () => {})
    }
    if (signal.aborted) return aborted()
    signal.addEventListener('abort', aborted, { once: true })
    reply.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted))
  })
}
