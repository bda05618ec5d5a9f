/** A hub that has gone mad, or whoever has its key: the box waits for nobody for ever. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { sayToHub } from '../../../device/link/credentials.ts'
import { openAuthority } from '../../../hub/fleet/ca.ts'

test('an answer that does not end, and one that breaks off, count as a hub that is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'boks-credentials-'))
  const ca = await openAuthority(folder)
  let answer: (response: import('node:http').ServerResponse) => void = () => {}
  const server = createServer(await ca.forServer(['127.0.0.1']), (_request, response) => answer(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const hub = `wss://127.0.0.1:${(server.address() as AddressInfo).port}/box`
  // The answers come before anything is signed.
  const key = { sign: () => Promise.reject(new Error('not asked')) }
  // Not the limit of the box's own, which comes much later.
  const never = new AbortController().signal
  const say = () => sayToHub({ box: randomUUID(), hub, ca: ca.certificate, key }, 'retired', {}, never)
  const answers: (typeof answer)[] = [
    (response) => void response.writeHead(200).write('x'.repeat(200_000)),
    (response) => response.writeHead(200, { 'content-length': 10 }).write('x', () => response.destroy()),
    (response) => void response.writeHead(500).end(),
  ]
  for (const one of answers) {
    answer = one
    await say().then(
      () => assert.unreachable('it was taken'),
      (error) => assert.ok(isFault(error, 'hub.gone'), String(error)),
    )
  }
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

test.run()
