/** Tells systemd that the box is up and well (sd_notify(3)); it restarts what falls silent. Nothing where no systemd started us. */
import { execFile } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Log } from './log.ts'

/** Three times within the unit's WatchdogSec (ms). */
const EVERY_MS = 10_000
/** An event loop that stood still for longer is not well: the screen was dead to the citizen's finger (ms). */
const LOOP_MAX_MS = 8_000
const NANOSECONDS = 1e6

/** Node has no datagram sockets of its own for it. */
export function notify(state: string, log: Log): Promise<void> {
  if (!process.env.NOTIFY_SOCKET) return Promise.resolve()
  return new Promise((resolve) => {
    execFile('systemd-notify', [state], (error) => {
      if (error) log.warn({ error: error.message }, 'systemd was not told')
      resolve()
    })
  })
}

/** Says "alive" for as long as the event loop turns. A driver that ends, or any bug, ends the process by itself. */
export function heartbeat(log: Log, stop: AbortSignal): void {
  if (!process.env.NOTIFY_SOCKET) return
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  const timer = setInterval(() => {
    const stood = loop.max / NANOSECONDS
    loop.reset()
    if (stood < LOOP_MAX_MS) void notify('WATCHDOG=1', log)
    else log.error({ stood }, 'the event loop stood still')
  }, EVERY_MS)
  stop.addEventListener('abort', () => clearInterval(timer), { once: true })
}
