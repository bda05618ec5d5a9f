/** 2,000 boxes and 100 caseworkers on two hub processes, one of them killed in the middle. `make soak` has 10,000 and 200. */
import { queueSoak } from '../soak/queue.ts'

if (process.argv[1] === import.meta.filename) process.exit((await queueSoak(2_000, 100)) ? 0 : 1)
