/** SP 800-63A, supervised remote: continuous video of the capture. A gap is found, marked, and mended by taking it again. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { GAP_MS, Watch } from '../../../device/session/watch.ts'

const test = suite('whether a caseworker saw the whole capture')

function portrait(): Watch {
  const watch = new Watch()
  watch.begin('portrait', 0)
  watch.ask('waiting', 0)
  watch.seen(true, 60_000)
  watch.ask('portrait', 60_000)
  return watch
}

test('waiting unseen in the queue is no gap', () => assert.equal(portrait().gaps(90_000), []))
test('a moment without pictures is no gap', () => {
  const watch = portrait()
  watch.seen(false, 61_000)
  watch.seen(true, 61_000 + GAP_MS)
  assert.equal(watch.gaps(90_000), [])
})
test('a gap stays with its capture, also when the picture is back, and adds up', () => {
  const watch = portrait()
  watch.seen(false, 61_000)
  assert.equal(watch.gaps(64_000), [{ step: 'portrait', seconds: 3 }], 'said while it lasts')
  watch.seen(true, 65_000)
  watch.seen(false, 70_000)
  watch.ask('portrait-keep', 74_500)
  watch.begin('right-index', 80_000)
  assert.equal(watch.gaps(99_000), [{ step: 'portrait', seconds: 9 }])
})
test('the caseworker’s page goes to the back at the end of a capture: the next one counts from its own beginning', () => {
  const watch = portrait()
  watch.ask('portrait-keep', 61_000)
  watch.seen(false, 61_500)
  watch.begin('right-index', 90_000)
  watch.ask('finger', 90_000)
  assert.equal(watch.gaps(91_000), [])
  assert.equal(watch.gaps(95_000), [{ step: 'right-index', seconds: 5 }])
})
test('taken again, the gap is mended', () => {
  const watch = portrait()
  watch.seen(false, 61_000)
  watch.seen(true, 70_000)
  watch.begin('portrait', 75_000)
  watch.ask('portrait', 75_000)
  assert.equal(watch.gaps(99_000), [])
})

test.run()
