import { access, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createVirtualReader } from '../../../drivers/virtual/chip/virtual-reader.ts'
import { startPcscd } from '../../../drivers/virtual/pcscd.ts'
import { faultOf, withBench } from '../card/passport-bench.ts'

const test = suite('private pcscd')

const gone = (path: string) =>
  access(path).then(
    () => false,
    () => true,
  )

test('two boxes on one machine: each reads its own passport at the same time', () =>
  withBench((one) =>
    withBench(async (two) => {
      assert.is.not(one.virtual.socketPath, two.virtual.socketPath)
      const [a, b] = await Promise.all([
        one.readAndInspect(one.issue({}, { surname: 'One' })),
        two.readAndInspect(two.issue({}, { surname: 'Two' })),
      ])
      assert.equal([a.holder.surname, a.verdict, b.holder.surname, b.verdict], ['ONE', 'genuine', 'TWO', 'genuine'])
    }),
  ))

test('without a C compiler it is slower, but it works', async () => {
  const pcscd = await startPcscd({ preload: false })
  assert.not(pcscd.fast)
  assert.ok(pcscd.state().running)
  await pcscd.close()
})

test('stopped: no process, no socket, no folder of ours is left', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'bb-'))
  try {
    const virtual = createVirtualReader({ folder: join(parent, 'pcscd') })
    await virtual.start()
    const { pid } = virtual.pcscd.state()
    const { socketPath } = virtual
    assert.not(await gone(socketPath))
    await virtual.stop()
    assert.ok(await gone(`/proc/${pid}`))
    assert.ok(await gone(socketPath))
    const own = await startPcscd()
    await own.close()
    assert.ok(await gone(join(own.socketPath, '../..')))
    assert.not((await readdir(parent)).includes('run'))
  } finally {
    await rm(parent, { recursive: true, force: true })
  }
})

test('a folder too deep for a socket is said plainly', async () => {
  assert.is(await faultOf(startPcscd({ folder: join(tmpdir(), 'x'.repeat(100)), preload: false })), 'config.invalid')
})

test.run()
