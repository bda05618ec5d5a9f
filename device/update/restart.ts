import { once } from 'node:events'
import { connect } from 'node:net'

/** Of the root service that writes to the other half of the disk; there in the image only. */
export const INSTALLER = '/run/boks-update.sock'

/** Has the installer restart the machine; `unwell`: only if a version on trial runs, which is not started again then. */
export async function restartMachine(word: 'reboot' | 'unwell' = 'reboot', installer = INSTALLER): Promise<void> {
  const socket = connect(installer)
  await once(socket, 'connect')
  socket.end(`${word}\n`)
  socket.resume()
  await once(socket, 'close')
}
