import { execFile } from 'node:child_process'
import type { Log } from './log.ts'

/** Tells systemd (sd_notify(3)); nothing where no systemd started us. Node has no datagram sockets of its own for it. */
export function notify(state: string, log: Log): Promise<void> {
  if (!process.env.NOTIFY_SOCKET) return Promise.resolve()
  return new Promise((resolve) => {
    execFile('systemd-notify', [state], (error) => {
      if (error) log.warn({ error: error.message }, 'systemd was not told')
      resolve()
    })
  })
}
