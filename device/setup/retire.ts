/** The end of a box: its data are gone first, then the hub closes it, then the machine is nobody's again. */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalConfig } from '../config.ts'
import { isFault } from '../contract/faults.ts'
import { tpmKey } from '../enrol/tpm.ts'
import { forgetIdentity } from '../identity-folder.ts'
import { sayToHub } from '../link/credentials.ts'
import type { Log } from '../log.ts'
import type { Prepared } from './prepare.ts'

const RETRY_MS = 5_000

export async function retire(
  { identity, config }: Prepared,
  local: LocalConfig,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  rmSync(local.data, { recursive: true, force: true })
  for (;;) {
    try {
      await sayToHub({ ...identity, hub: config.hub! }, 'retired', {}, stop)
      break
    } catch (error) {
      if (!isFault(error)) throw error
      // Refused: the hub has closed this box already.
      if (error.code === 'hub.refused') break
      await sleep(RETRY_MS, undefined, { signal: stop })
    }
  }
  forgetIdentity(local.identity)
  if (local.key?.is === 'tpm') await tpmKey(local.key.tcti).forget()
  log.info('retired: data, keys and identity are gone')
}
