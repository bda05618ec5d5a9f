/** The card reader: PC/SC through pcscd. */
import { Fault } from '../../device/contract/faults.ts'
import type { Driver, Presence } from '../driver.ts'
import { Listeners, next } from '../listeners.ts'
import { PresenceCell, supervise } from '../supervise.ts'
import { type CardSession, openSession } from './card-session.ts'
import { type FromPcsc, STATE_PRESENT } from './messages.ts'
import { type PcscClient, startPcsc } from './pcsc-client.ts'

/** From the start of the process until a plugged reader is listed (ms): tens of ms, a loaded box takes longer. */
const READER_LISTED_LIMIT_MS = 4_000

export type CardReaderOptions = {
  id: string
  /** Which reader: a part of its PC/SC name, or a pattern. The first that fits is taken. */
  reader: string | RegExp
  /** pcscd's socket; without it, the system's. */
  socketPath?: string
  /** The longest one command may take, if not `TRANSMIT_LIMIT_MS`. */
  transmitLimitMs?: number
}

export type CardState = { is: 'none' } | { is: 'present'; atr: Uint8Array }

export type CardReaderHandle = { name: string; pcsc: PcscClient }

export type CardReader = Omit<Driver<CardReaderHandle>, 'on'> & {
  on(event: 'presence', listener: (presence: Presence<CardReaderHandle>) => void): () => void
  /** Every put-down and every taking-away; a swap is told as both. `none` also when the reader goes. */
  on(event: 'card', listener: (card: CardState) => void): () => void
  readonly card: CardState
  /**
   * Connects to the card that lies there.
   * @throws Fault `card.removed` (none there), `card.mute`, `card.reader-gone`
   */
  connect(signal: AbortSignal): Promise<CardSession>
  /** Waits for a card to lie there, or not. */
  until(state: CardState['is'], signal: AbortSignal): Promise<CardState>
}

export function createCardReader(options: CardReaderOptions): CardReader {
  const cell = new PresenceCell<CardReaderHandle>()
  const changed = new Listeners<CardState>()
  let card: CardState = { is: 'none' }
  let events = 0
  let early: Extract<FromPcsc, { tell: 'status' }> | undefined

  function setCard(state: CardState): void {
    if (state.is === 'none' && card.is === 'none') return
    card = state
    changed.tell(state)
  }

  function status(message: Extract<FromPcsc, { tell: 'status' }>): void {
    // pcscd counts insertions and removals in the upper half: a swap too quick to be seen shows there.
    const count = message.state >>> 16
    const another = count !== events
    events = count
    const present = (message.state & STATE_PRESENT) !== 0
    if (present && card.is === 'present' && !another) return
    setCard({ is: 'none' })
    if (present) setCard({ is: 'present', atr: message.atr })
  }

  async function open(signal: AbortSignal): Promise<CardReaderHandle> {
    const pcsc = await startPcsc(options.socketPath, signal)
    early = undefined
    let name: string | undefined
    pcsc.on((message) => {
      // Here and not once `listed` is known: the first status can come in the same breath as the reader, and comes once.
      if (message.tell === 'reader' && fits(message.reader, options.reader)) name ??= message.reader
      if (message.tell === 'status' && message.reader === name) {
        // A card told before the reader is ready would be asked for while there is no handle yet: `watch` tells it.
        if (cell.now.is === 'ready') status(message)
        else early = message
      }
      if (message.tell === 'reader-gone' && message.reader === name) {
        pcsc.kill(new Fault('card.reader-gone', `${name} was unplugged`))
      }
    })
    const limit = AbortSignal.any([signal, AbortSignal.timeout(READER_LISTED_LIMIT_MS)])
    const listed = next(
      pcsc.on,
      limit,
      (m): m is Extract<FromPcsc, { tell: 'reader' }> => m.tell === 'reader' && fits(m.reader, options.reader),
    ).then((message) => ({ name: message.reader, pcsc }))
    const failed = pcsc.ended.then((fault) => Promise.reject(fault))
    try {
      return await Promise.race([listed, failed])
    } catch (error) {
      const fault = error instanceof Fault ? error : new Fault('card.reader-gone', `no reader named ${options.reader}`)
      pcsc.kill(fault)
      await pcsc.ended
      throw fault
    }
  }

  function on(event: 'presence', listener: (presence: Presence<CardReaderHandle>) => void): () => void
  function on(event: 'card', listener: (card: CardState) => void): () => void
  function on(event: 'presence' | 'card', listener: (value: never) => void): () => void {
    return event === 'presence'
      ? cell.on(listener as (presence: Presence<CardReaderHandle>) => void)
      : changed.add(listener as (card: CardState) => void)
  }

  return {
    id: options.id,
    on,
    get presence() {
      return cell.now
    },
    get card() {
      return card
    },
    run: (stop) =>
      supervise(
        cell,
        {
          gone: 'card.reader-gone',
          open,
          async watch({ pcsc }, signal) {
            if (early) status(early)
            const aborted = Promise.withResolvers<undefined>()
            const done = () => aborted.resolve(undefined)
            signal.addEventListener('abort', done, { once: true })
            const fault = await Promise.race([pcsc.ended, aborted.promise])
            signal.removeEventListener('abort', done)
            if (fault) throw fault
          },
          async close({ pcsc }) {
            pcsc.kill(new Fault('card.reader-gone', 'closed'))
            await pcsc.ended
            setCard({ is: 'none' })
          },
        },
        stop,
      ),
    async connect(signal) {
      const { name, pcsc } = cell.handle('card.reader-gone')
      if (card.is === 'none') throw new Fault('card.removed', 'no card lies there')
      return openSession(pcsc, name, card.atr, signal, options.transmitLimitMs)
    },
    async until(state, signal) {
      const wanted = (now: CardState): now is CardState => now.is === state
      return wanted(card) ? card : next<CardState, CardState>((listener) => changed.add(listener), signal, wanted)
    },
  }
}

function fits(name: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? name.includes(pattern) : pattern.test(name)
}
