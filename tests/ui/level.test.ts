/** How much of a call a line carries: down at once, up with patience. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LevelState, nextLevel, PATIENCE_MS, type Sample, startLevel } from '../../ui/shared/level.ts'

const test = suite('levels of a call')
const good: Sample = { lost: 0, rttMs: 40, alive: true }
const lossy = (lost: number): Sample => ({ ...good, lost })
/** Looks once a second; returns the level after each. */
function looks(samples: Sample[], from: LevelState = startLevel) {
  let state = from
  const seen = samples.map((sample, i) => (state = nextLevel(state, sample, i * 1_000)).level)
  return { seen, state }
}
const times = (n: number, sample: Sample) => Array.from({ length: n }, () => sample)

test('a good line stays a picture; one hiccup is nothing', () => {
  assert.equal(new Set(looks([good, lossy(0.5), good, good]).seen), new Set(['picture']))
})
test('a bad line goes down step by step to writing, and no further', () => {
  assert.equal(looks(times(10, lossy(0.6))).seen, [
    ...['picture', 'small', 'small', 'voice', 'voice', 'text', 'text', 'text', 'text', 'text'],
  ])
})
test('what a small picture bears keeps the small picture', () => {
  assert.is(looks(times(20, lossy(0.1))).state.level, 'small')
})
test('a slow line (satellite) steps down too', () => {
  assert.is(looks(times(4, { ...good, rttMs: 900 })).state.level, 'small')
})
test('good again: up one step at a time, each after a while', () => {
  const down = looks(times(6, lossy(0.6))).state
  const { seen } = looks(times(40, good), { ...down, goodSince: null })
  const steps = [...new Set(seen)]
  assert.equal(steps, ['text', 'voice', 'small', 'picture'])
  assert.ok(seen.indexOf('voice') >= PATIENCE_MS / 1_000)
})
test('a step up that was too early makes the next one wait longer; one that holds forgives', () => {
  const down = looks(times(4, lossy(0.3))).state
  assert.is(down.level, 'voice')
  const up = looks(times(9, good), { ...down, goodSince: null }).state
  assert.is(up.level, 'small')
  const again = looks(times(2, lossy(0.3)), up)
  const fallen = nextLevel(nextLevel(up, lossy(0.3), 9_000), lossy(0.3), 10_000)
  assert.is(fallen.level, 'voice')
  assert.is(fallen.patience, 2 * PATIENCE_MS)
  assert.is(again.state.level, 'voice')
  const held = nextLevel(up, good, 30_000)
  assert.is(held.patience, PATIENCE_MS)
})

test.run()
