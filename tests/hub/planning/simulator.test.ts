import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Citizen } from '../../../hub/planning/citizen.ts'
import { compare } from '../../../hub/planning/compare.ts'
import { simulateRun } from '../../../hub/planning/engine.ts'
import { planOf } from '../../../hub/planning/plan.ts'
import { resultOf } from '../../../hub/planning/result.ts'
import type { Scenario, Service } from '../../../hub/planning/scenario.ts'
import { simulate } from '../../../hub/planning/simulate.ts'
import { createTally } from '../../../hub/planning/tally.ts'

const test = suite('the simulator')

const service: fc.Arbitrary<Service> = fc.oneof<fc.Arbitrary<Service>[]>(
  fc.record({ distribution: fc.constant('exponential' as const), meanMinutes: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    distribution: fc.constant('lognormal' as const),
    meanMinutes: fc.integer({ min: 1, max: 30 }),
    cv: fc.constantFrom(0, 0.3, 1.2),
  }),
  fc.record({ distribution: fc.constant('deterministic' as const), meanMinutes: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ distribution: fc.constant('empirical' as const), values: fc.constantFrom([5], [3, 9, 20], [0, 12]) }),
)
const walkIn = fc.record({ ratePerHour: fc.integer({ min: 0, max: 40 }), dayCv: fc.constantFrom(0, 0.4) })

/** Any service point: rounds the clock or not, with breaks, skills, boxes, handoffs, standby, impatience. */
const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    days: fc.integer({ min: 1, max: 4 }),
    open: fc.constantFrom<[number, number]>([0, 24], [8, 16], [10, 13]),
    servers: fc.array(
      fc.record({ count: fc.integer({ min: 0, max: 4 }), skills: fc.constantFrom<string[]>([], ['a'], ['a', 'b']) }),
      { minLength: 1, maxLength: 3 },
    ),
    walkIn,
    slots: fc.option(
      fc.record({
        slotMinutes: fc.constantFrom(10, 15, 20),
        perSlot: fc.constantFrom(0.5, 1, 3),
        noShow: fc.constantFrom(0, 0.2, 1),
        lateness: fc.constantFrom(0, 4),
      }),
      { nil: null },
    ),
    early: fc.boolean(),
    service,
    patience: fc.constantFrom(null, 5, 40),
    standby: fc.boolean(),
    breaks: fc.boolean(),
    boxes: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ days, seed, open, servers, walkIn, slots, early, service, patience, standby, breaks, boxes }) => ({
    seed,
    runs: 1,
    days,
    open,
    servers: [{ count: 1, skills: ['a', 'b'], ...(breaks ? { breaks: [{ at: 11, minutes: 30 }] } : {}) }, ...servers],
    boxes,
    arrivals: {
      walkIn,
      booked: slots && { ...slots, lateness: early ? { meanMinutes: -5, sdMinutes: 10 } : slots.lateness },
    },
    errands: [
      { name: 'any', share: 2 },
      { name: 'a', share: 1, skill: 'a', handoff: { share: 0.3, skill: 'b', service: { ...service } } },
      ...(boxes > 0
        ? [
            {
              name: 'box',
              share: 1,
              at: 'box' as const,
              capture: { distribution: 'deterministic' as const, meanMinutes: 4 },
            },
          ]
        : []),
    ],
    service,
    patience: { meanMinutes: patience },
    policy: { standby: { on: standby } },
  }))

test('nobody is lost, nobody is served before arriving, and no work is lost', () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const plan = planOf(scenario)
      const tally = createTally(1)
      const ends = new Map<string, number>()
      let work = 0
      simulateRun(plan, 0, tally, (citizen: Citizen, at) => {
        ends.set(citizen.state, (ends.get(citizen.state) ?? 0) + (citizen.counted ? 1 : 0))
        if (!Number.isNaN(citizen.began)) assert.ok(citizen.began >= citizen.arrive - 1e-9, 'served before arriving')
        assert.ok(at >= citizen.arrive - 1e-9, 'gone before arriving')
        if (citizen.state === 'served') {
          work += citizen.service + (citizen.handedOff ? citizen.handoff : 0)
          assert.ok(at - citizen.began >= citizen.capture + citizen.service - 1e-6, 'service cut short')
        }
      })
      const result = resultOf({ plan, batches: 1, rows: tally.rows, booked: tally.booked, walkIn: tally.walkIn })
      const { arrived, served, abandoned, turnedAway, stillThere } = result.perRun[0]!
      assert.is(arrived, served + abandoned + turnedAway + stillThere)
      assert.is(ends.get('served') ?? 0, served)
      assert.is(ends.get('abandoned') ?? 0, abandoned)
      if (!plan.continuous) {
        assert.is(stillThere, 0)
        assert.ok(Math.abs(result.perRun[0]!.busyHours * 60 - work) < 1e-6, 'busy time is not the work done')
      }
      assert.ok(result.utilisation >= 0 && result.utilisation <= 1 + 1e-9)
    }),
    { numRuns: 150 },
  )
})

test('the same seed gives the same answer, on one core and on two', async () => {
  const scenario: Scenario = {
    seed: 7,
    runs: 6,
    days: 30,
    servers: [{ count: 4 }],
    arrivals: { walkIn: { ratePerHour: 400 }, booked: { slotMinutes: 15, perSlot: 3, noShow: 0.2, lateness: 3 } },
    service: { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 },
    patience: { meanMinutes: 5 },
    policy: { standby: { on: true } },
  }
  const [one, two] = [resultOf(await simulate(scenario, 1)), resultOf(await simulate(scenario, 2))]
  assert.equal(one, two)
  assert.is.not(resultOf(await simulate({ ...scenario, seed: 8 }, 1)).served, one.served)
})

test('one caseworker more never lengthens the mean wait of the same citizens', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 1e6 }), service, (count, seed, service) => {
      const mean = (servers: number) => {
        const tally = createTally(1)
        const plan = planOf({
          seed,
          days: 5,
          servers: [{ count: servers }],
          arrivals: { walkIn: { ratePerHour: 20 } },
          service,
        })
        simulateRun(plan, 0, tally)
        const result = resultOf({
          plan: { ...plan, runs: 1 },
          batches: 1,
          rows: tally.rows,
          booked: tally.booked,
          walkIn: tally.walkIn,
        })
        return result.wait.walkIn.mean ?? 0
      }
      assert.ok(mean(count + 1) <= mean(count) + 1e-9)
    }),
    { numRuns: 40 },
  )
})

test('pairing on the same citizens tells a small difference that separate seeds would not', async () => {
  const scenario = (count: number, seed = 3): Scenario => ({
    seed,
    runs: 20,
    days: 20,
    servers: [{ count }],
    arrivals: { walkIn: { ratePerHour: 20, dayCv: 0.2 } },
    service: { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 },
  })
  const { paired, a, b } = await compare(scenario(6), scenario(7), 1)
  const change = paired['waitWalkIn']!
  assert.ok(change.clear && change.difference < 0)
  const width = change.ci95![1] - change.ci95![0]
  const apart = Math.hypot(
    a.wait.walkIn.ci95![1] - a.wait.walkIn.ci95![0],
    b.wait.walkIn.ci95![1] - b.wait.walkIn.ci95![0],
  )
  assert.ok(width < apart, `${width} against ${apart}`)
  assert.is(paired['arrived']!.difference, 0)
})

test('a scenario against itself differs by nothing', async () => {
  const scenario: Scenario = {
    runs: 3,
    days: 5,
    servers: [{ count: 2 }],
    arrivals: { booked: { slotMinutes: 15, perSlot: 2, noShow: 0.1, lateness: 2 } },
    service: { distribution: 'exponential', meanMinutes: 12 },
  }
  for (const one of Object.values((await compare(scenario, scenario, 1)).paired)) assert.is(one.difference, 0)
})

test('booking that cannot keep up makes a lead time, and who finds no time is counted', async () => {
  const scenario = (requestsPerDay: number): Scenario => ({
    runs: 2,
    days: 200,
    servers: [{ count: 2 }],
    arrivals: { booked: { slotMinutes: 15, perSlot: 2, requestsPerDay } },
    service: { distribution: 'deterministic', meanMinutes: 12 },
  })
  const [light, heavy] = [resultOf(await simulate(scenario(50), 1)), resultOf(await simulate(scenario(80), 1))]
  assert.ok(light.leadDays! < 0.5 && light.noTime === 0)
  assert.ok(heavy.leadDays! > 10 && heavy.noTime > 1000)
  assert.is(heavy.served, 200 * 64)
})

test.run()
