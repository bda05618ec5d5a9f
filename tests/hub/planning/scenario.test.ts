import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { BadInput } from '../../../hub/planning/bad-input.ts'
import { planOf } from '../../../hub/planning/plan.ts'
import { readScenario } from '../../../hub/planning/read-scenario.ts'

const test = suite('a scenario somebody wrote')

const good = {
  seed: 1,
  runs: 2,
  days: 5,
  open: [8, '15:30'],
  servers: [{ count: 3, skills: ['passport'] }],
  arrivals: {
    walkIn: { byHour: { '8': 3, '9': 5 } },
    booked: { slotMinutes: 15, perSlot: 2, noShow: 0.1, lateness: 3 },
  },
  service: { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 },
  patience: { meanMinutes: null },
  policy: { standby: { on: false, level: 0.9, limitMinutes: 5 } },
  costs: {},
}
const complaints = (change: object): readonly string[] => {
  try {
    planOf(readScenario(JSON.stringify({ ...good, ...change })))
  } catch (error) {
    if (error instanceof BadInput) return error.sentences
    throw error
  }
  return []
}

test('the shape of the handbook is accepted', () => {
  assert.equal(complaints({}), [])
  assert.equal(complaints({ arrivals: { walkIn: { ratePerHour: 10 } }, policy: { standby: { on: true } } }), [])
  assert.equal(complaints({ open: [0, 24], arrivals: { walkIn: { ratePerHour: 10 }, booked: null } }), [])
})

test('what is null counts as left out', () => {
  assert.equal(complaints({ patience: null, policy: null, costs: null, runs: null, errands: null }), [])
  assert.equal(complaints({ patience: {} }), [])
})

const wrong: [why: string, change: object, sentence: RegExp][] = [
  ['a misspelt key', { polcy: {} }, /^polcy is not known here \(known: .*policy/],
  ['a misspelt key deep inside', { servers: [{ count: 1, skils: [] }] }, /^servers\[0\]\.skils is not known here/],
  ['a missing part', { service: undefined }, /^service is missing\.$/],
  ['a text for a number', { days: 'many' }, /^days must be a whole number, not "many"\.$/],
  [
    'a share above one',
    { arrivals: { booked: { slotMinutes: 15, perSlot: 1, noShow: 1.2 } } },
    /noShow must be at most 1, not 1\.2/,
  ],
  ['an unknown distribution', { service: { distribution: 'weibull' } }, /must be one of exponential/],
  ['a lognormal without spread', { service: { distribution: 'lognormal', meanMinutes: 5 } }, /^service\.cv is missing/],
  [
    'an exponential with another spread',
    { service: { distribution: 'exponential', meanMinutes: 5, cv: 2 } },
    /is 1, not 2/,
  ],
  ['closing before opening', { open: [16, 8] }, /^open must be \[from, to\]/],
  ['an hour outside the opening hours', { arrivals: { walkIn: { byHour: { '3': 1 } } } }, /byHour\.3 is outside/],
  ['too few hours', { arrivals: { walkIn: { byHour: [1, 2] } } }, /has 2 numbers: give 8/],
  ['both rate and hours', { arrivals: { walkIn: { byHour: { '8': 1 }, ratePerHour: 2 } } }, /not both/],
  ['nobody comes', { arrivals: {} }, /nobody would come/],
  [
    'a skill that nobody has',
    { errands: [{ name: 'x', share: 1, skill: 'licence' }] },
    /no server has the skill “licence”/,
  ],
  ['a box errand without boxes', { errands: [{ name: 'x', share: 1, at: 'box' }] }, /boxes is 0 or missing/],
  ['a question for a data centre', { runs: 10_000, days: 100_000 }, /million visits/],
]
for (const [why, change, sentence] of wrong) {
  test(`${why} is said in a sentence`, () => {
    const said = complaints(change)
    assert.ok(
      said.some((one) => sentence.test(one)),
      said.join(' | ') || 'accepted',
    )
  })
}

test('every wrong place is said, not only the first', () => {
  assert.is(complaints({ seed: -1, runs: 0, days: 0, servers: [], service: 5 }).length, 5)
})

test('something that is not JSON', () => {
  assert.throws(() => readScenario('{'), /not JSON/)
})

test.run()
