/** From whatever this machine knows of itself to a box that can serve: enrolled, and with a configuration. */
import { join } from 'node:path'
import type { BoxConfig, LocalConfig } from '../config.ts'
import { Fault } from '../contract/faults.ts'
import type { Settings } from '../contract/settings.ts'
import { isEnrolled, readIdentity } from '../identity-folder.ts'
import { credentials } from '../link/credentials.ts'
import { Link } from '../link/link.ts'
import { answerWithoutVisit } from '../link/no-visit.ts'
import type { Log } from '../log.ts'
import { type InUse, openSettings, type SettingsBook } from '../settings/book.ts'
import { lookAround } from '../settings/proposal.ts'
import { takeSettings } from '../settings/take.ts'
import { pairAtScreen } from './pair-at-screen.ts'
import { openSetup, type SetupScreen } from './server.ts'

export type Prepared = {
  config: BoxConfig
  identity: ReturnType<typeof readIdentity>
  book: SettingsBook
  /** 0 and no trial: the file's own settings. */
  inUse: Pick<InUse, 'version' | 'trial' | 'before'>
}

/** Shows the technician's page for as long as something is missing. `Fault('config.invalid')` when nobody can mend it here. */
export async function prepare(
  local: LocalConfig,
  fromFile: Settings | null,
  software: string,
  log: Log,
  onScreen: (url: string) => void,
  stop: AbortSignal,
): Promise<Prepared> {
  let screen: SetupScreen | undefined
  const open = async () => {
    if (screen) return screen
    screen = await openSetup(local.screen)
    onScreen(screen.url)
    return screen
  }
  try {
    if (!isEnrolled(local.identity)) {
      if (!local.web) throw new Fault('config.invalid', `${local.identity}: enrol the box first`)
      await pairAtScreen({ ...local, web: local.web }, software, await open(), log, stop)
    }
    const identity = readIdentity(local.identity)
    const book = openSettings(join(local.data, 'settings'), identity.ca, identity.box)
    for (;;) {
      const inUse = await book.start()
      const settings = inUse?.settings ?? fromFile
      if (settings) {
        // Ours last: nothing that was signed elsewhere changes what this machine trusts.
        const config: BoxConfig = { ...settings, ...local, hub: local.hub ?? identity.hub }
        return { config, identity, book, inUse: inUse ?? { version: 0, trial: false, before: [] } }
      }
      ;(await open()).show({ is: 'waiting' })
      await firstSettings(local.hub ?? identity.hub, identity, book, software, log, stop)
    }
  } finally {
    await screen?.close()
  }
}

/** Until the hub has sent a configuration. */
async function firstSettings(
  url: string,
  identity: ReturnType<typeof readIdentity>,
  book: SettingsBook,
  software: string,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const got = new AbortController()
  const signal = AbortSignal.any([stop, got.signal])
  const link = new Link({
    url,
    ca: identity.ca,
    credentials: credentials({ ...identity, hub: url }),
    software,
    log,
    // Again after each start: what was missing may have been plugged in.
    proposal: (await lookAround()).proposal,
    onRequest: answerWithoutVisit,
  })
  link.onTarget(({ settings }) => {
    if (settings) void takeSettings(book, settings, [], log).then((taken) => taken && got.abort())
  })
  await link.run(signal)
  stop.throwIfAborted()
}
