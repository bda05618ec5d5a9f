/** A process with nothing but a card reader, to be killed by a test. Its argument is pcscd's socket. */
import { createCardReader } from '../../../drivers/card/card-reader.ts'

const reader = createCardReader({ id: 'card', reader: 'Virtual PCD 00 00', socketPath: process.argv[2]! })
reader.on('presence', (presence) => presence.is === 'ready' && process.send?.('ready'))
await reader.run(new AbortController().signal)
