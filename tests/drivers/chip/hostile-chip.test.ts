/** Chips that lie. They answer through the virtual applet without a wire, so that many can be tried. */
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import type { PassportFiles } from '../../../drivers/chip/files.ts'
import { BLOCK_BYTES, FILE_MAX_BYTES } from '../../../drivers/chip/read-file.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import { createApplet } from '../../../drivers/virtual/chip/applet.ts'
import { createTestAuthority } from '../../../drivers/virtual/country/authority.ts'
import { issuePassport } from '../../../drivers/virtual/country/passport.ts'
import { faultOf, holder } from '../card/passport-bench.ts'
import { hostileInputs } from './hostile-inputs.ts'

const test = suite('hostile chips')

const { files, key } = issuePassport(createTestAuthority(), holder, new Uint8Array(600))
const signal = new AbortController().signal

function read(changed: Partial<PassportFiles>, cut: (answer: Uint8Array) => Uint8Array = (answer) => answer) {
  const applet = createApplet({ ...files, ...changed }, key)
  return readPassport({ transmit: async (apdu) => cut(applet.answer(apdu)) }, key, { signal })
}

/** The reading ends, either with files or with a fault about the chip; everything else is a bug of ours. */
async function endsWell(reading: Promise<unknown>): Promise<void> {
  try {
    await reading
  } catch (error) {
    if (
      !isFault(error, 'chip.malformed') &&
      !isFault(error, 'chip.protocol') &&
      !isFault(error, 'chip.access-denied')
    ) {
      throw error
    }
  }
}

test('the length in the header is a lie: too long, too short, giant, unfinished, of a strange form', async () => {
  const file = (...head: number[]) => Uint8Array.from([...head, ...new Uint8Array(300)])
  const expected: [name: string, dg2: Uint8Array, fault: string][] = [
    ['longer than the file', file(0x75, 0x82, 0x20, 0x00), 'chip.malformed'],
    ['giant', file(0x75, 0x83, 0xff, 0xff, 0xff), 'chip.malformed'],
    ['of four bytes', file(0x75, 0x84, 0xff, 0xff, 0xff, 0xff), 'chip.malformed'],
    ['indefinite', file(0x75, 0x80), 'chip.malformed'],
    ['of nine bytes', file(0x75, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1), 'chip.malformed'],
    ['cut off', Uint8Array.of(0x75, 0x82, 0x01), 'chip.malformed'],
    ['another tag', file(0x61, 0x20), 'chip.malformed'],
    ['an empty file', new Uint8Array(), 'chip.malformed'],
    ['shorter than the file', file(0x75, 0x10), 'no fault'],
  ]
  for (const [name, dg2, fault] of expected) assert.is(await faultOf(read({ dg2 })), fault, name)
})

test('a file of the largest size allowed is read whole, beyond the reach of the even READ BINARY', async () => {
  const body = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)
  const dg2 = Uint8Array.from([0x75, 0x83, 0x01, 0x11, 0x70, ...body])
  const { files: got } = await read({ dg2 })
  assert.ok(Buffer.from(got.dg2).equals(dg2))
  assert.ok(dg2.length < FILE_MAX_BYTES)
})

test('a file that ends exactly with a block, or one byte beside it, is read whole', async () => {
  for (const length of [1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES, 2 * BLOCK_BYTES + 1]) {
    const value = new Uint8Array(Math.max(0, length - 4)).fill(7)
    const dg2 = Uint8Array.from([0x75, 0x82, value.length >> 8, value.length & 0xff, ...value])
    assert.equal(Uint8Array.from((await read({ dg2 })).files.dg2), dg2)
  }
})

test('any bytes for any file end in files or in a fault', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('com', 'sod', 'dg1', 'dg2' as const),
      fc.uint8Array({ maxLength: 400 }),
      fc.boolean(),
      async (name, junk, keepTag) => {
        const file = keepTag ? Uint8Array.from([files[name as 'dg1'][0]!, ...junk]) : junk
        await endsWell(read({ [name]: file }))
      },
    ),
    { numRuns: 300 },
  ))

test('any answer to any command ends in a fault', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(12), fc.uint8Array({ maxLength: 300 }), async (at, junk) => {
      let n = 0
      await endsWell(read({}, (answer) => (n++ === at ? junk : answer)))
    }),
    { numRuns: 300 },
  ))

test('the printed zone is another passport’s', async () => {
  const applet = createApplet(files, key)
  const session = { transmit: async (apdu: Uint8Array) => applet.answer(apdu) }
  const wrong = { ...key, dateOfBirth: '840303' }
  assert.is(await faultOf(readPassport(session, wrong, { signal })), 'chip.access-denied')
  assert.is(await faultOf(readPassport(session, key, { signal })), 'no fault')
})

test('the card is no passport', async () => {
  const session = { transmit: async () => Uint8Array.of(0x6a, 0x82) }
  assert.is(await faultOf(readPassport(session, key, { signal })), 'chip.other-document')
})

test('three thousand inputs of the kept generator: a verdict or a fault, nothing else', async () => {
  const { inputs, endings } = await hostileInputs({ seed: 20_261_122, count: 3_000 })
  assert.is(inputs, 3_000)
  assert.ok((endings['chip.malformed'] ?? 0) > 50 && (endings['chip.protocol'] ?? 0) > 20, JSON.stringify(endings))
})

test('a chip that answers, but never comes to an end, is left in the stated time', async () => {
  const applet = createApplet(files, key)
  let last = 0
  const session = {
    transmit: async (apdu: Uint8Array, abort: AbortSignal) => {
      const answer = applet.answer(apdu)
      // From the first block of DG2 on each answer takes as long as the reader allows.
      if (++last > 12) await sleep(60_000, undefined, { signal: abort })
      return answer
    },
  }
  assert.is(await faultOf(readPassport(session, key, { signal, limitMs: 200 })), 'chip.protocol')
})

test.run()
