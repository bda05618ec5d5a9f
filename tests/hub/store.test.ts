import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown } from '../../device/contract/api.ts'
import { readConfig } from '../../hub/config.ts'
import { migrate } from '../../hub/store/migrate.ts'
import { startedAt } from '../../hub/store/owner.ts'
import { openStore } from '../../hub/store/store.ts'
import {
  connectBox,
  connectDesk,
  enrolBox,
  handoff,
  hubHere,
  hubProcess,
  is,
  publicKey,
  report,
  tempFolder,
  testConfig,
} from './clients.ts'

const test = suite('hub: start, end and what it keeps')
const folder = tempFolder()
test.after(() => folder.end())

const postmaster = () =>
  Number(readFileSync(join(folder.path, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
/** A process that is dead but not yet reaped does not count. */
const alive = (pid: number) => startedAt(pid) !== null

test('the hub is killed in the middle of a call and started again: nothing is lost but the line', async () => {
  const config = testConfig(folder.path)
  const first = await hubProcess(config)
  const enrolled = await enrolBox(first.web)
  const box = await connectBox(first.box, enrolled)
  const wish = handoff()
  box.send(report(wish))
  const desk = await connectDesk(first.web, 'mette')
  await desk.take(is<DeskSocketDown, 'queue'>('queue', ({ queue }) => queue.length > 0))
  const key = await publicKey()
  desk.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  const { claim } = await desk.take(is<DeskSocketDown, 'claimed'>('claimed'))

  const server = postmaster()
  await first.stop('SIGKILL')
  await Promise.all([box.closed, desk.closed])
  const second = await hubProcess(config)
  assert.not(alive(server), 'the killed hub’s PostgreSQL is gone')
  // The old certificate opens, and the caseworker's page takes its claim up again.
  const back = await connectBox(second.box, enrolled)
  back.send(report(wish))
  const again = await connectDesk(second.web, 'mette')
  again.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  assert.is((await again.take(is<DeskSocketDown, 'claimed'>('claimed'))).claim, claim)
  await Promise.all([back.close(), again.close()])

  await hubProcess(config).then(
    () => assert.unreachable('two hubs on one folder'),
    (error: Error) => assert.match(error.message, /^exit 1: The hub cannot start: data: the folder is in use/),
  )
  const last = postmaster()
  await second.stop()
  assert.is(second.process.exitCode, 0)
  assert.not(alive(last), 'PostgreSQL ends with the hub')
})

test('a killed hub leaves no PostgreSQL behind, also when none is started again', async () => {
  const hub = await hubProcess(testConfig(folder.path))
  const server = postmaster()
  await hub.stop('SIGKILL')
  // The kernel tells it; a checkpoint later it is gone.
  for (let waited = 0; alive(server) && waited < 10_000; waited += 50) await sleep(50)
  assert.not(alive(server))
})

test('a port that is taken is said in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  other.unref()
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const server = join(folder.path, 'postgres/cluster/postmaster.pid')
  for (const which of ['web', 'box'] as const) {
    await hubProcess(testConfig(folder.path, { [which]: { host: '127.0.0.1', port } })).then(
      () => assert.unreachable('it started'),
      ({ message }: Error) =>
        assert.is(
          message,
          `exit 1: Port 127.0.0.1:${port} is in use: stop the other program or choose another port.\n`,
        ),
    )
    assert.not(existsSync(server), 'nothing is left running')
  }
})

test('a configuration that is wrong is said with the place', () => {
  const path = join(folder.path, 'wrong.json')
  writeFileSync(path, JSON.stringify({ ...testConfig('x'), box: { host: 'x', port: 'y' } }))
  assert.throws(
    () => readConfig(path),
    (error: Error) => error.message.includes('/box/port'),
  )
  assert.throws(
    () => readConfig(join(folder.path, 'none.json')),
    (error: Error) => error.message.includes('cannot be read'),
  )
})

test('the database goes away under a running hub: lines are cut, and all is right again when it is back', async () => {
  const own = await hubHere()
  // Closes every connection but its own, as a restart of the server does.
  const cut = new pg.Client({ connectionString: own.database })
  await cut.connect()
  const box = await enrolBox(own.web)
  const line = await connectBox(own.box, box)
  await cut.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = $1',
    ['boks'],
  )
  assert.is((await line.closed).code, 1012)
  let back: Awaited<ReturnType<typeof connectBox>> | undefined
  // Refused with 503 until the hub has its database again; a box tries in the same way.
  while (!back) back = await connectBox(own.box, box).catch(() => sleep(100).then(() => undefined))
  const desk = await connectDesk(own.web, 'jens')
  back.send(report(handoff()))
  await desk.take(is<DeskSocketDown, 'queue'>('queue', ({ queue }) => queue.some((entry) => entry.boxConnected)))
  await Promise.all([back.close(), desk.close(), cut.end()])

  // And the shape of the database is right already, also for two that start together.
  const db = await openStore(own.database, () => {})
  assert.equal(await Promise.all([migrate(db), migrate(db)]), [[], []])
  await db.destroy()
  await own.end()
})

test.run()
