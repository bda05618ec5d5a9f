import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { erlangAQueue, erlangC, erlangCQueue, fewest } from '../../../hub/staffing/erlang.ts'
import { refinedStaff, refinedWaits, squareRootStaff } from '../../../hub/staffing/square-root.ts'

const test = suite('staffing formulas')
const near = (found: number, printed: number, digits: number) =>
  assert.is(found.toFixed(digits), printed.toFixed(digits))

test('Erlang-C as printed: 0.2 calls a second of 240 s, 55 agents (I. Angus, An introduction to Erlang B and Erlang C, 2001)', () => {
  const queue = erlangCQueue({ servers: 55, perMinute: 12, serviceMinutes: 4 })
  near(queue.waits, 0.2387, 4)
  near(queue.meanWait * 60, 8.184, 3)
  near(queue.within(0.25), 0.8459, 4)
})

test('Erlang-A as printed: 48 calls a minute of 1 min, 50 agents, patience 2 min (Garnett, Mandelbaum, Reiman 2002)', () => {
  const c = erlangCQueue({ servers: 50, perMinute: 48, serviceMinutes: 1 })
  const a = erlangAQueue({ servers: 50, perMinute: 48, serviceMinutes: 1, patienceMinutes: 2 })
  near(c.meanWait * 60, 20.8, 1)
  near(a.meanWait * 60, 3.7, 1)
  near(a.abandon, 0.031, 3)
  near(a.utilisation, 0.93, 2)
  // In the long run everybody is served or has left.
  assert.ok(Math.abs(a.servedWithin(3) - (1 - a.abandon)) < 1e-3)
})

test('caseworkers needed as printed (Tijms, A First Course in Stochastic Models, 2003, table 5.3.2)', () => {
  const printed: [load: number, exact: number[], rule: number[]][] = [
    [1, [2, 3, 3], [2, 3, 3]],
    [5, [7, 8, 9], [7, 8, 9]],
    [10, [12, 14, 16], [12, 14, 15]],
    [50, [54, 58, 61], [54, 58, 61]],
    [100, [106, 111, 115], [106, 111, 115]],
    [250, [259, 268, 274], [259, 267, 273]],
  ]
  const targets = [0.5, 0.2, 0.1]
  for (const [load, exact, rule] of printed) {
    assert.equal(
      targets.map((target) => fewest(load, (servers) => erlangC(servers, load) <= target)),
      exact,
    )
    assert.equal(
      targets.map((target) => Math.ceil(squareRootStaff(load, target))),
      rule,
    )
  }
})

test('the refined rule is right where the plain one is not: two to ten caseworkers', () => {
  for (let servers = 2; servers <= 10; servers++)
    for (const rho of [0.3, 0.5, 0.7, 0.8, 0.9, 0.95]) {
      const exact = erlangC(servers, servers * rho)
      assert.ok(Math.abs(refinedWaits(servers, servers * rho) / exact - 1) < 0.02, `${servers} at ${rho}`)
    }
  for (let load = 1; load <= 8; load += 0.25)
    for (const target of [0.5, 0.3, 0.2, 0.1, 0.05]) {
      const exact = fewest(load, (servers) => erlangC(servers, load) <= target)
      assert.ok(Math.abs(Math.ceil(refinedStaff(load, target)) - exact) <= 1, `${load} for ${target}`)
    }
})

test('with endless patience Erlang-A is Erlang-C; with more load than caseworkers only Erlang-A has an answer', () => {
  const input = { servers: 4, perMinute: 0.25, serviceMinutes: 12 }
  const [c, a] = [erlangCQueue(input), erlangAQueue({ ...input, patienceMinutes: 1e7 })]
  assert.ok(Math.abs(a.meanWait / c.meanWait - 1) < 1e-4)
  assert.ok(Math.abs(a.within(10) - c.within(10)) < 1e-4)
  const over = { servers: 2, perMinute: 0.5, serviceMinutes: 12 }
  assert.is(erlangCQueue(over).meanWait, Number.POSITIVE_INFINITY)
  assert.ok(erlangAQueue({ ...over, patienceMinutes: 20 }).abandon > 0.6)
})

test.run()
