/** Another fingerprint sensor at the same box: chosen by configuration, and a poor one refused in plain words. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import { decoder } from '../../device/contract/decode.ts'
import { ScreenDown as Schema, type ScreenDown } from '../../device/contract/screen.ts'
import { type Ground, ground, until } from './ground.ts'

const test = suite('the sensors at a box')
const decode = decoder(Schema, 16 * 1024 * 1024)
let room: Ground

test.before(async () => {
  room = await ground()
})
test.after(() => room?.dispose())

/** What the welcome screen calls out of order, once the box answers. */
async function unavailable(): Promise<readonly string[] | null> {
  const url = new URL('/screen', room.screen)
  url.protocol = 'ws:'
  const socket = new WebSocket(url)
  try {
    return await new Promise<readonly string[] | null>((resolve) => {
      socket.once('error', () => resolve(null))
      socket.once('close', () => resolve(null))
      socket.on('message', (data) => {
        const message: ScreenDown = decode(String(data))
        if (message.is === 'state' && message.state.ask.is === 'welcome') resolve(message.state.ask.unavailable)
      })
    })
  } finally {
    socket.terminate()
  }
}

test('a WS-BD scanner instead of the serial module: the same visit, approved', async () => {
  const before = room.programs.box
  await room.act({ is: 'sensor', driver: 'wsbd' })
  await until('the box started anew', () => room.programs.box !== before)
  await until('all devices are ready', async () => (await unavailable())?.length === 0)
  const desk = room.desk()
  const { outcome } = await room.visit('good')
  await desk.leave()
  assert.is(outcome, 'approved')
})

test('a ZFM is refused for passports: the box starts, says that prints cannot be taken, and the log says why', async () => {
  const before = room.programs.box
  await room.act({ is: 'sensor', driver: 'zfm' })
  await until('the box started anew', () => room.programs.box !== before)
  await until('only the sensor is missing', async () => (await unavailable())?.join() === 'finger')
  assert.ok(
    room.logs.some((line) => /passports need 8/.test(line)),
    'said in the log',
  )
})

test.run()
