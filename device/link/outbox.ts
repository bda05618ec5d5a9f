import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { Acknowledgement } from '../contract/application.ts'
import { decoder } from '../contract/decode.ts'
import { Fault, isFault } from '../contract/faults.ts'
import { Sealed } from '../contract/link.ts'
import { Id, type PublicKey } from '../contract/nouns.ts'
import { oneAtATime, removeWhole, UNFINISHED, writeWhole } from '../durable.ts'
import { type EventBook, openEvents } from './events.ts'
import { sha256, verifySigned } from './seal.ts'

/** A box in a library makes a few dozen a day; more than this waiting means that nobody has looked for weeks. */
const MAX_APPLICATIONS = 500

const SUFFIX = '.jwe'
const sealedText = Compile(Sealed)
const anId = Compile(Id)
const asAcknowledgement = decoder(Acknowledgement)

export type PendingApplication = { applicationId: string; since: Date }

export type Outbox = EventBook & {
  /** Durable when it resolves. The first text for an id stays: a second `add` of the same id changes nothing. */
  add(applicationId: string, sealed: string): Promise<'added' | 'already'>
  /** Oldest first. */
  pending(): PendingApplication[]
  /** The sealed text, or null when it was acknowledged meanwhile. */
  sealed(applicationId: string): Promise<string | null>
  /**
   * Deletes the application if the acknowledgement is the pinned authority's, for this id and over exactly these bytes;
   * otherwise keeps it and throws `Fault('authority.refused')`. Repeating one that was taken is no error.
   */
  acknowledge(applicationId: string, jws: string): Promise<void>
  /** Called after an application was added; returns its unsubscribe. */
  onAdded(listener: () => void): () => void
  close(): Promise<void>
}

/**
 * The box's outbox: what survives a power cut. It holds applications as sealed text only (never clear) until the
 * authority itself has acknowledged them, and numbered events until the hub has. `authority` is pinned at enrolment.
 */
export async function openOutbox(options: {
  folder: string
  authority: PublicKey
  maxApplications?: number
}): Promise<Outbox> {
  const { folder, authority, maxApplications = MAX_APPLICATIONS } = options
  const applications = join(folder, 'applications')
  await mkdir(applications, { recursive: true, mode: 0o700 })
  const waiting = await restore(applications)
  const events = await openEvents(join(folder, 'events.jsonl'))
  const listeners = new Set<() => void>()
  const queue = oneAtATime()
  const pathOf = (id: string) => {
    assert(anId.Check(id), 'not an application id')
    return join(applications, id + SUFFIX)
  }

  return {
    ...events,
    add: (applicationId, sealed) =>
      queue(async () => {
        const path = pathOf(applicationId)
        assert(sealedText.Check(sealed) && sealed.split('.').length === 5, 'only a compact JWE may be written to disk')
        if (waiting.has(applicationId)) return 'already'
        if (waiting.size >= maxApplications) throw new Fault('authority.gone', `outbox is full: ${waiting.size} wait`)
        await writeWhole(path, sealed)
        waiting.set(applicationId, new Date())
        for (const listener of listeners) listener()
        return 'added'
      }),
    pending: () =>
      [...waiting]
        .map(([applicationId, since]) => ({ applicationId, since }))
        .sort((a, b) => a.since.getTime() - b.since.getTime()),
    async sealed(applicationId) {
      const text = await readSealed(pathOf(applicationId))
      // Deleted by an acknowledgement whose last sync failed: nothing is left to send.
      if (text === null) waiting.delete(applicationId)
      return text
    },
    acknowledge: (applicationId, jws) =>
      queue(async () => {
        const path = pathOf(applicationId)
        const sealed = await readSealed(path)
        if (sealed === null) {
          waiting.delete(applicationId)
          return
        }
        const acknowledgement = await verify(authority, jws)
        if (acknowledgement.applicationId !== applicationId)
          throw new Fault('authority.refused', 'the acknowledgement is for another application')
        if (acknowledgement.sha256 !== sha256(sealed))
          throw new Fault('authority.refused', 'the acknowledgement is over other bytes')
        await removeWhole(path)
        waiting.delete(applicationId)
      }),
    onAdded(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => listeners.delete(own)
    },
    close: () => queue(() => events.close()),
  }
}

async function verify(authority: PublicKey, jws: string): Promise<Acknowledgement> {
  try {
    return asAcknowledgement(await verifySigned(authority, jws))
  } catch (error) {
    if (isFault(error, 'message.malformed'))
      throw new Fault('authority.refused', `acknowledgement: ${error.detail}`, { cause: error })
    throw error
  }
}

function readSealed(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** What the last run left: whole files wait, unfinished ones were never promised to anybody. */
async function restore(applications: string): Promise<Map<string, Date>> {
  const waiting = new Map<string, Date>()
  for (const name of await readdir(applications)) {
    const path = join(applications, name)
    if (name.endsWith(UNFINISHED)) await unlink(path)
    else if (name.endsWith(SUFFIX)) waiting.set(name.slice(0, -SUFFIX.length), (await stat(path)).mtime)
  }
  return waiting
}
