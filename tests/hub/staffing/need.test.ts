import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openDays } from '../../../device/rules/calendar.ts'
import { poisson } from '../../../hub/planning/arrivals.ts'
import { trueLevel } from '../../../hub/planning/generate.ts'
import { stream } from '../../../hub/planning/random.ts'
import { erlangAQueue } from '../../../hub/staffing/erlang.ts'
import { coverage, isCrossTrained } from '../../../hub/staffing/matrix.ts'
import { quarter, usualGoal } from '../../../hub/staffing/need-plan.ts'
import { type Arrival, backtestPlace, fitPlace, quartersOf } from '../../../hub/staffing/quarter-forecast.ts'
import { uncarried } from '../../../hub/staffing/skill-flow.ts'

const test = suite('plan against need')
const person = (id: number, errands: string[], channels: string[], places: string[]) => ({
  id,
  name: `P${id}`,
  errands,
  channels,
  places,
})

test('cross-training is counted against the goal, and says how many are missing', () => {
  const broad = (id: number) => person(id, ['pas', 'mitid'], ['counter', 'video'], ['a', 'b'])
  const narrow = (id: number) => person(id, ['pas'], ['counter'], ['a'])
  assert.ok(isCrossTrained(broad(1)) && !isCrossTrained(narrow(2)))
  const people = [...[1, 2, 3, 4, 5, 6].map(broad), ...[7, 8, 9, 10].map(narrow)]
  const found = coverage(people, {
    errands: ['pas', 'mitid'],
    channels: ['counter', 'video'],
    places: ['a', 'b'],
    counters: [{ place: 'b', errands: ['pas', 'mitid', 'kørekort'] }],
  })
  assert.equal([found.share, found.met, found.missing], [0.6, false, 1])
  assert.equal([found.errands['mitid'], found.places['b']], [6, 6])
  assert.equal(found.thin, [{ place: 'b', errand: 'kørekort', people: 0 }])
  assert.is(coverage([], { errands: [], channels: [], places: [], counters: [] }).share, null)
})

test('work goes to whoever can take it, and what nobody can take is left over', () => {
  const only = (errands: string[]) => ({ errands })
  const load = (errand: string, load: number) => ({ errand, load })
  assert.equal(uncarried([load('a', 1), load('b', 1)], [only(['a', 'b']), only(['a'])], 1), [])
  assert.equal(uncarried([load('a', 0.5), load('c', 0.4)], [only(['a', 'b'])], 1), [load('c', 0.4)])
  const left = uncarried([load('a', 2.5)], [only(['a']), only(['a']), only(['b'])], 0.9)
  assert.ok(Math.abs(left[0]!.load - 0.7) < 1e-9)
})

test('a gap costs the waiting that Erlang-A says, and a met need costs nothing', () => {
  const arrivals = [{ errand: 'pas', count: 5, minutes: 12 }]
  const present = (n: number) => Array.from({ length: n }, () => ({ errands: ['pas'] }))
  const short = quarter({ minute: 600, arrivals, present: present(3) }, usualGoal)
  const queue = (servers: number) =>
    erlangAQueue({ servers, perMinute: 5 / 15, serviceMinutes: 12, patienceMinutes: usualGoal.patience! })
  assert.ok(queue(short.need).servedWithin(10) >= 0.8 && queue(short.need - 1).servedWithin(10) < 0.8)
  assert.ok(Math.abs(short.extraMinutes - 5 * (queue(3).meanWait - queue(short.need).meanWait)) < 1e-9)
  const met = quarter({ minute: 600, arrivals, present: present(short.need) }, usualGoal)
  assert.equal([met.extraMinutes, met.extraLeaving, met.skillGap], [0, 0, []])
  const nobody = quarter({ minute: 600, arrivals, present: [] }, usualGoal)
  assert.ok(Number.isFinite(nobody.extraMinutes) && nobody.extraLeaving > 4)
  const endless = quarter({ minute: 600, arrivals, present: present(2) }, { ...usualGoal, patience: null })
  assert.is(endless.wait, 240)
  assert.is(quarter({ minute: 600, arrivals: [], present: present(2) }, usualGoal).need, 0)
})

/** Arrivals of known truth: level by day, Mondays with a shape of their own. */
function town(seed: number): { arrivals: Arrival[]; days: string[]; truth: (day: string, quarter: number) => number } {
  const days = openDays('2024-01-02', 500)
  const shape = Array.from({ length: 96 }, (_, q) => (q >= 36 && q < 60 ? 1 + Math.sin((q - 36) / 4) / 2 : 0))
  const whole = shape.reduce((a, b) => a + b, 0)
  const share = { pas: 0.6, mitid: 0.3, andet: 0.1 }
  const levels = new Map(days.map((day) => [day, trueLevel(day, '2024-01-02', 0.02)]))
  const truth = (day: string, q: number) => (90 * levels.get(day)! * shape[q]!) / whole
  const draw = stream(seed)
  const arrivals = days.flatMap((day) =>
    shape.flatMap((_, q) =>
      Object.entries(share).flatMap(([errand, part]) => {
        const count = truth(day, q) > 0 ? poisson(truth(day, q) * part, draw()) : 0
        return count > 0 ? [{ day, minute: q * 15, errand, count }] : []
      }),
    ),
  )
  return { arrivals, days, truth }
}

test('by place, errand and quarter hour it beats last week and last year, and comes close to the truth', () => {
  const { arrivals, days, truth } = town(5)
  for (const { grain, ours, lastWeek, lastYear } of backtestPlace(arrivals, days, 440, 30)) {
    assert.ok(ours < lastWeek * 0.92, `${grain}: ${ours} against last week ${lastWeek}`)
    assert.ok(ours < lastYear! * 0.92, `${grain}: ${ours} against last year ${lastYear}`)
  }
  const model = fitPlace(arrivals, days.slice(0, 440))
  let off = 0
  let all = 0
  for (const day of days.slice(440))
    quartersOf(model, day).forEach((expected, q) => {
      off += Math.abs(expected - truth(day, q))
      all += truth(day, q)
    })
  assert.ok(off / all < 0.12, `error against the truth ${off / all}`)
  const errands = model.errands.map((errand) => quartersOf(model, days.at(-1)!, errand))
  const sum = errands.flat().reduce((a, b) => a + b, 0)
  assert.ok(Math.abs(sum - quartersOf(model, days.at(-1)!).reduce((a, b) => a + b, 0)) < 1e-9)
})

test.run()
