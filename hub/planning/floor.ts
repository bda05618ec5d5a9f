import type { Plan } from './plan.ts'

/** The caseworkers of one run: who is free, who serves since when, who is on a break. */
export type Floor = ReturnType<typeof createFloor>

export function createFloor(plan: Plan) {
  const count = plan.servers.length
  const state = new Array<'free' | 'busy' | 'away'>(count).fill('free')
  const since = new Float64Array(count)
  /** Minutes of a break that waits for the running service to end. */
  const pause = new Float64Array(count)
  /** Those with the fewest skills first: the versatile stay free for what only they can do. */
  const order = plan.servers
    .map((_, server) => server)
    .sort((a, b) => bits(plan.servers[a]!.skills) - bits(plan.servers[b]!.skills) || a - b)
  const can = (server: number, skill: number) => skill === 0 || (plan.servers[server]!.skills & skill) !== 0
  let free = count

  return {
    /** The different skills asked for by errands and handoffs (bits); one line each. */
    skills: [...new Set(plan.errands.flatMap(({ skill, handoff }) => [skill, ...(handoff ? [handoff.skill] : [])]))],
    get free(): number {
      return free
    },
    /** A free caseworker with the skill, or −1. */
    freeFor(skill: number): number {
      if (free > 0) for (const server of order) if (state[server] === 'free' && can(server, skill)) return server
      return -1
    },
    take(server: number, now: number): void {
      state[server] = 'busy'
      since[server] = now
      free--
    },
    /** Free again; the answer is a break that was due meanwhile (minutes, 0 = none). */
    release(server: number): number {
      state[server] = 'free'
      free++
      const minutes = pause[server]!
      pause[server] = 0
      return minutes
    },
    /** True: go now. False: after the running service, or after the break one is on. */
    breakDue(server: number, minutes: number): boolean {
      if (state[server] === 'free') return true
      if (state[server] === 'busy') pause[server]! += minutes
      return false
    },
    leave(server: number): void {
      state[server] = 'away'
      free--
    },
    back(server: number): void {
      state[server] = 'free'
      free++
    },
    /** Of those with the skill: how many are free, and how long each running service has lasted. */
    view(skill: number, now: number): { free: number; busy: number[] } {
      const view = { free: 0, busy: [] as number[] }
      for (let server = 0; server < count; server++) {
        if (!can(server, skill)) continue
        if (state[server] === 'free') view.free++
        else if (state[server] === 'busy') view.busy.push(now - since[server]!)
      }
      return view
    },
    running(): { since: number }[] {
      return [...since].flatMap((from, server) => (state[server] === 'busy' ? [{ since: from }] : []))
    },
    reset(): void {
      state.fill('free')
      pause.fill(0)
      free = count
    },
  }
}

function bits(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count++
  return count
}
