import { erlangAQueue, erlangCQueue, fewest, type Queue } from './erlang.ts'
import { uncarried } from './skill-flow.ts'

export type Goal = {
  /** `share` of the citizens called within `wait` minutes. */
  wait: number
  share: number
  /** Mean patience (minutes, Erlang-A); null: everybody stays (Erlang-C). */
  patience: number | null
}
/** A usual goal where a municipality has set none (assumption). */
export const usualGoal: Goal = { wait: 10, share: 0.8, patience: 60 }

export type QuarterInput = {
  /** Minutes after midnight. */
  minute: number
  /** Expected in this quarter hour, by errand, with the errand’s mean service (minutes). */
  arrivals: { errand: string; count: number; minutes: number }[]
  /** Those planned and not absent. */
  present: { errands: readonly string[] }[]
}
export type Quarter = {
  minute: number
  arrivals: number
  /** Caseworkers’ work that arrives. */
  load: number
  need: number
  planned: number
  /** Mean wait with those planned, and with those needed (minutes). */
  wait: number
  waitAtNeed: number
  /** Waiting that the gap costs all who come in this quarter (citizens’ minutes), and how many more give up. */
  extraMinutes: number
  extraLeaving: number
  /** Errands whose work those present cannot carry, however it is divided (caseworkers). */
  skillGap: { errand: string; load: number }[]
}

/** A wait that never settles (Erlang-C, too few caseworkers) is shown as this: longer than an office is open (minutes). */
export const ENDLESS_MINUTES = 240

/**
 * Need and plan of one quarter hour. Steady state by quarter: right where services are short against the hour, too dark just after
 * a rush ends and too bright just after one begins; the simulator knows both. All can take all in the formula; what skills
 * forbid is found beside it.
 */
export function quarter({ minute, arrivals, present }: QuarterInput, goal: Goal): Quarter {
  const count = arrivals.reduce((sum, one) => sum + one.count, 0)
  const work = arrivals.map(({ errand, count, minutes }) => ({ errand, load: (count * minutes) / 15 }))
  const load = work.reduce((sum, one) => sum + one.load, 0)
  const planned = present.length
  const nothing = { minute, arrivals: count, load, planned, wait: 0, waitAtNeed: 0, extraMinutes: 0, extraLeaving: 0 }
  if (count <= NOBODY) return { ...nothing, need: 0, skillGap: [] }
  const serviceMinutes = (load * 15) / count
  const queue = (servers: number): Queue => {
    const input = { servers, perMinute: count / 15, serviceMinutes }
    return goal.patience === null ? erlangCQueue(input) : erlangAQueue({ ...input, patienceMinutes: goal.patience })
  }
  const good = (servers: number) => queue(servers).servedWithin(goal.wait) >= goal.share
  const need = goal.patience === null ? fewest(load, good) : fewestFrom(1, good)
  const waitOf = (one: Queue) => Math.min(ENDLESS_MINUTES, one.meanWait)
  const [now, then] = [queue(planned), queue(need)]
  return {
    ...nothing,
    need,
    wait: waitOf(now),
    waitAtNeed: waitOf(then),
    extraMinutes: count * Math.max(0, waitOf(now) - waitOf(then)),
    extraLeaving: count * Math.max(0, now.abandon - then.abandon),
    // As busy as the needed number would be, nobody carries more.
    skillGap: uncarried(work, present, Math.min(1, Math.max(load / need, load / Math.max(1, planned)))),
  }
}

/** Fewer than this expected in a quarter hour is nobody: about one in a month. */
const NOBODY = 0.01

function fewestFrom(least: number, good: (servers: number) => boolean): number {
  let servers = least
  while (!good(servers) && servers < 500) servers++
  return servers
}
