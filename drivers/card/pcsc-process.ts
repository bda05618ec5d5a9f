/**
 * The process that holds the PC/SC binding, and nothing else. The binding keeps a lock and a thread for as long as a mute
 * card likes, and spins when pcscd is away; the parent's cure for both is to kill this process.
 */
import pcsclite from '@pokusew/pcsclite'
import { type FromPcsc, pcscCode, STATE_PRESENT, type ToPcsc } from './messages.ts'

/** Room for any answer, also an extended one (65,536 bytes and status word). */
const RESPONSE_BYTES = 65_538
/** SCARD_LEAVE_CARD and SCARD_RESET_CARD. */
const LEAVE_CARD = 0
const RESET_CARD = 1

type Reader = Parameters<Parameters<ReturnType<typeof pcsclite>['on']>[1]>[0]

const readers = new Map<string, Reader>()
const protocols = new Map<string, number>()
/** The binding runs calls on several threads: commands to one card are kept in their order here. */
const turns = new Map<string, Promise<void>>()

function tell(message: FromPcsc): void {
  process.send?.(message)
}

function answer(id: number) {
  return (error: unknown, data?: Uint8Array) => {
    if (error) {
      const detail = String(error instanceof Error ? error.message : error)
      tell({ tell: 'refused', id, code: pcscCode(detail), detail })
    } else tell({ tell: 'done', id, data: data ?? new Uint8Array() })
  }
}

function handle(message: ToPcsc): void {
  const reader = readers.get(message.reader)
  const done = answer(message.id)
  if (!reader) done(new Error('reader gone (0x80100009)'))
  else if (message.ask === 'connect') {
    const connect = () =>
      reader.connect({ share_mode: reader.SCARD_SHARE_EXCLUSIVE }, (error, protocol) => {
        if (!error) protocols.set(message.reader, protocol)
        done(error, Buffer.of(protocol))
      })
    // Connected from before, to a card that is gone or by a session nobody ended: the binding would do nothing then.
    if (reader.connected) reader.disconnect(RESET_CARD, connect)
    else connect()
  } else if (message.ask === 'transmit') {
    const protocol = protocols.get(message.reader) ?? reader.SCARD_PROTOCOL_T1
    const last = turns.get(message.reader) ?? Promise.resolve()
    const turn = Promise.withResolvers<void>()
    turns.set(message.reader, turn.promise)
    void last.then(() => {
      const finished: typeof done = (error, data) => {
        done(error, data)
        turn.resolve()
      }
      if (!reader.connected) finished(new Error('not connected (0x80100069)'))
      else reader.transmit(Buffer.from(message.apdu), RESPONSE_BYTES, protocol, finished)
    })
  } else {
    // Reset, so that the next session meets a chip without a selected application or a secure channel.
    reader.disconnect(RESET_CARD, (error) => done(error))
  }
}

function fail(error: unknown): void {
  const detail = String(error instanceof Error ? error.message : error)
  process.send?.({ tell: 'failed', code: pcscCode(detail), detail } satisfies FromPcsc, () => process.exit(1))
}

try {
  const service = pcsclite()
  service.on('error', fail)
  service.on('reader', (reader: Reader) => {
    readers.set(reader.name, reader)
    tell({ tell: 'reader', reader: reader.name })
    reader.on('status', ({ state, atr }) => {
      // The binding believes itself connected to a card that is gone, and then never connects to the next.
      if (!(state & STATE_PRESENT) && reader.connected) reader.disconnect(LEAVE_CARD, () => {})
      tell({ tell: 'status', reader: reader.name, state, atr: Uint8Array.from(atr ?? []) })
    })
    reader.on('error', fail)
    reader.on('end', () => {
      readers.delete(reader.name)
      tell({ tell: 'reader-gone', reader: reader.name })
    })
  })
  process.on('message', handle)
  // The parent died: nothing may keep the card. An ordinary exit would wait for the binding's threads.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
} catch (error) {
  fail(error)
}
