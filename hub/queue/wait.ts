/**
 * Expected wait in seconds, or null while nobody can know: no caseworker on line, or no service measured yet.
 * `ahead`: cases before this one; `online` and `busy`: caseworkers; `service`: mean of the last services (s).
 */
export function expectedWait(now: {
  ahead: number
  online: number
  busy: number
  service: number | null
}): number | null {
  if (now.online === 0) return null
  const free = Math.max(0, now.online - now.busy)
  const before = now.ahead + 1 - free
  if (before <= 0) return 0
  // Busy caseworkers become free at random points of a service: one of them about every service / online.
  return now.service === null ? null : Math.round((before * now.service) / now.online)
}
