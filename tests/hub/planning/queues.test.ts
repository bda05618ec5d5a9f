import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { covered, knownQueues } from './queues.ts'

const test = suite('the simulator against formulas')

// The long table is in the bench; here one queue of each kind, small.
for (const name of ['M/M/3, load 0.80', 'M/M/3+M, load 1.20', 'M/G/1 lognormal cv 0.5, load 0.70']) {
  test(`${name}: the formula lies within the 95 % interval of at least 18 of 20 seeds`, async () => {
    const known = knownQueues.find((one) => one.name === name)!
    for (const { measure, hits } of await covered(known, 20, { runs: 10, days: 10 }))
      assert.ok(hits >= 18, `${measure}: ${hits} of 20`)
  })
}

test.run()
