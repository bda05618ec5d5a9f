import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CR_LINES, type Framing, framer, STX_ETX } from '../../../drivers/mrz/framing.ts'
import { honeywell } from '../../../drivers/mrz/honeywell.ts'
import { idbox, idboxFramer } from '../../../drivers/mrz/idbox.ts'
import { MrzReader } from '../../../drivers/mrz/reader.ts'
import { VirtualMrzReader } from '../../../drivers/virtual/mrz.ts'
import { place, until } from '../serial/place.ts'

const test = suite('mrz reader')
const never = new AbortController().signal
/** The specimen of Doc 9303-4, appendix B. */
const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

const protocols = { idbox, honeywell }

const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

async function room(framing: Framing, speaks?: 'idbox' | 'honeywell') {
  const folder = place()
  const path = folder.path('mrz')
  const device = new VirtualMrzReader({ path, framing, pace: 'none', ...(speaks ? { speaks } : {}) })
  await device.start()
  const reader = new MrzReader({ path, framing, ...(speaks ? { protocol: protocols[speaks]() } : {}) })
  const stop = new AbortController()
  const running = reader.run(stop.signal)
  const heard: string[] = []
  reader.on('read', (text) => heard.push(text))
  reader.on('unreadable', () => heard.push('unreadable'))
  leaving.push(async () => {
    stop.abort()
    await running
    await device.stop()
    folder.remove()
  })
  await until(() => reader.presence.is === 'ready')
  return { device, reader, heard }
}

for (const [name, framing] of [
  ['STX … ETX', STX_ETX],
  ['lines ended by CR', CR_LINES],
] as const) {
  test(`${name}: a passport drawn over it twice, a damaged one between`, async () => {
    const { device, reader, heard } = await room(framing)
    const first = reader.next(never)
    await device.swipe(lines)
    assert.equal(await first, { is: 'read', text: lines.join('\n') })
    await device.swipeDamaged(lines)
    await until(() => heard.includes('unreadable'))
    // The reader falls quiet between two swipes, as a hand does.
    await new Promise((resolve) => setTimeout(resolve, 400))
    await device.swipe(lines)
    await until(() => heard.at(-1) === lines.join('\n'))
  })

  test(`${name}: small letters and blanks are put right, nothing else is`, async () => {
    const { device, reader } = await room(framing)
    const first = reader.next(never)
    await device.swipe(lines.map((line) => ` ${line.toLowerCase()} `))
    assert.equal(await first, { is: 'read', text: lines.join('\n') })
  })

  test(`${name}: half a document, drawn too fast`, async () => {
    const { device, reader } = await room(framing)
    const first = reader.next(never)
    await device.swipe(lines.slice(0, 1))
    assert.equal(await first, { is: 'unreadable' })
  })

  test(`${name}: a loose cable’s bytes`, async () => {
    const { device, reader } = await room(framing)
    const first = reader.next(never)
    await device.babble(Uint8Array.from({ length: 40 }, (_, at) => 128 + at))
    assert.equal(await first, { is: 'unreadable' })
  })
}

test('unplugged and plugged in again: it reads on', async () => {
  const { device, reader, heard } = await room(STX_ETX)
  await device.unplug()
  await until(() => reader.presence.is === 'absent')
  await device.plug()
  await until(() => reader.presence.is === 'ready')
  await device.swipe(lines)
  await until(() => heard.length === 1)
  assert.equal(heard, [lines.join('\n')])
})

for (const speaks of ['idbox', 'honeywell'] as const) {
  const framing = speaks === 'honeywell' ? CR_LINES : STX_ETX
  const card = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']

  test(`${speaks}: told to read, a passport and a card, unplugged and told again`, async () => {
    const { device, reader, heard } = await room(framing, speaks)
    await until(() => device.state().looks)
    await device.swipe(lines)
    await until(() => heard.length === 1)
    await device.swipe(card)
    await until(() => heard.length === 2)
    assert.equal(heard, [lines.join('\n'), card.join('\n')])
    await device.unplug()
    await until(() => reader.presence.is === 'absent')
    await device.plug()
    await until(() => reader.presence.is === 'ready' && device.state().looks)
    await device.swipe(lines)
    await until(() => heard.length === 3)
  })
}

test('a reader of another kind than configured does not count as there', async () => {
  const folder = place()
  const path = folder.path('mrz')
  const device = new VirtualMrzReader({ path, pace: 'none' })
  await device.start()
  const reader = new MrzReader({ path, protocol: idbox() })
  const stop = new AbortController()
  const seen: string[] = []
  reader.on('presence', ({ is }) => seen.push(is))
  const running = reader.run(stop.signal)
  await until(() => seen.includes('absent'))
  assert.not(seen.includes('ready'))
  stop.abort()
  await running
  await device.stop()
  folder.remove()
})

test('random bytes never hang the framing or let it grow', () => {
  for (const make of [() => framer(STX_ETX), () => framer(CR_LINES), idboxFramer]) {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 12 }), (pieces) => {
        const frames = make()
        for (const piece of pieces) {
          for (const frame of frames.feed(piece)) assert.ok(frame === null || frame.length <= 256)
        }
        frames.quiet()
        assert.not(frames.quiet())
      }),
      { numRuns: 500 },
    )
  }
})

test.run()
