/** A box without an MRZ reader: a camera over the table reads the printed lines off the open page. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../device/contract/desk.ts'
import { type Ground, ground, until } from './ground.ts'

const test = suite('document camera')
/** A busy machine takes its time over a call for help (ms). */
const PATIENCE_MS = 120_000
let room: Ground
let leave: () => Promise<void>
let view: DeskView | null = null

test.before(async () => {
  room = await ground({ mrz: 'camera' })
  const desk = room.desk({
    onView(seen) {
      // What comes after the visit shows nothing any more.
      if (seen.chip) view = seen
      return true
    },
  })
  leave = desk.leave
})

test.after(async () => {
  await leave?.()
  await room?.dispose()
})

test('a page with a blot is asked for again; the clean one opens the chip by PACE, and a caseworker sees that a camera read it', async () => {
  const problems = new Set<string | null>()
  let shown = false
  let blotted = false
  const result = await room.visit('good', {
    onState({ ask }) {
      if (ask.is !== 'document') return
      problems.add(ask.problem)
      shown ||= ask.camera === true
    },
    async instead({ ask }, hands) {
      if (ask.is === 'document' && !blotted) {
        blotted = true
        await hands.act({ is: 'damaged-mrz' })
        return true
      }
      // The rest is as with any reader: five-citizens.
      if (ask.is !== 'holder') return false
      hands.send({ is: 'call-person' })
      await until('the caseworker sees the chip', () => view?.chip != null, PATIENCE_MS)
      hands.send({ is: 'cancel' })
      return true
    },
  })
  assert.is(result.outcome, 'cancelled')
  assert.ok(shown, 'the citizen was told of the camera')
  assert.ok(problems.has('mrz.unreadable'))
  assert.is(view?.chip?.access, 'PACE')
  assert.is(view?.chip?.checks.mrzMatch.evidence['source'], 'camera')
  assert.is(view?.chip?.checks.ca.reason, 'proven')
})

test.run()
