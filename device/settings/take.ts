import type { DeviceKind } from '../contract/nouns.ts'
import type { Log } from '../log.ts'
import type { SettingsBook } from './book.ts'

/** Whether a configuration that the hub has sent is to be tried at the next start. `ready`: the kinds that work now. */
export const takeSettings = (book: SettingsBook, jws: string, ready: DeviceKind[], log: Log): Promise<boolean> =>
  book.offer(jws, ready).catch((error: Error) => {
    log.error({ error: error.message }, 'configuration')
    return false
  })
