/**
 * The long form of the hostile inputs: 100,000 by default, none of which may hang, crash or grow the process by 64 MB.
 * Run: node --expose-gc tests/bench/hostile.ts [COUNT] [SEED].
 */
import { hostileInputs } from '../drivers/chip/hostile-inputs.ts'

/** Above idle (bytes): what the whole reading of a chip may cost. */
const MEMORY_LIMIT_BYTES = 64 * 1_024 * 1_024
/** Idle is a process that has compiled everything: so many inputs before the count begins. */
const WARM_UP = 2_000

export async function hostileTable(count = 100_000, seed = Date.now() % 1_000_000) {
  await hostileInputs({ seed: seed + 1, count: WARM_UP })
  const run = await hostileInputs({ seed, count })
  if (run.grownBytes > MEMORY_LIMIT_BYTES) throw new Error(`grown by ${run.grownBytes} bytes`)
  return { name: 'hostile inputs', seed, ...run, worstMs: Math.round(run.worstMs) }
}

if (process.argv[1] === import.meta.filename) {
  const [count, seed] = process.argv.slice(2).map(Number)
  const begin = performance.now()
  const row = await hostileTable(count, seed)
  console.log(JSON.stringify({ ...row, seconds: Math.round((performance.now() - begin) / 1_000) }))
}
