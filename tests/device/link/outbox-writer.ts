/** The box that is killed: puts applications and events into the outbox as fast as it can and says what it was promised. */
import { randomBytes, randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openOutbox } from '../../../device/link/outbox.ts'

const [folder = '', authority = ''] = process.argv.slice(2)
const outbox = await openOutbox({ folder, authority: JSON.parse(authority), maxApplications: 100_000 })
/** Synchronous, so that a promise that was kept is always on the pipe before the next one begins. */
const say = (line: string) => writeSync(1, `${line}\n`)
say('ready')
for (;;) {
  const applicationId = randomUUID()
  const sealed = `a.b.c.${randomBytes(60_000).toString('base64url')}.e`
  say(`adding ${applicationId}`)
  await outbox.add(applicationId, sealed)
  say(`added ${applicationId} ${sealed.length}`)
  const n = await outbox.nextEvent({ is: 'visit-lost', visit: applicationId, step: null })
  say(`event ${n}`)
  if (n % 5 === 0) {
    await outbox.ackEvents(n - 2)
    say(`acked ${n - 2}`)
  }
}
