import type { Driver } from '../drivers/driver.ts'
import type { Log } from './log.ts'

/** Whole sentences of programs are kept; a dump is not (characters). */
const DETAIL = 200

/** Tells the log when a device comes or goes and why: once, however often a missing one is looked for. */
export function logPresence(driver: Driver, log: Log): void {
  let told = ''
  driver.on('presence', (presence) => {
    if (presence.is === 'opening') return
    const why = 'detail' in presence && presence.detail ? { detail: presence.detail.slice(0, DETAIL) } : {}
    const fault = presence.is === 'faulty' ? { fault: presence.fault } : {}
    const line = { device: driver.id, is: presence.is, ...fault, ...why }
    if (told === (told = JSON.stringify(line))) return
    log.info(line, 'presence')
  })
}
