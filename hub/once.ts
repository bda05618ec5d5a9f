/** True once in `ms` for each key: against floods of the same entry. Forgets keys when their time is over. */
export function oncePer(ms: number, now: () => number = Date.now): (key: string) => boolean {
  const until = new Map<string, number>()
  return (key) => {
    const time = now()
    for (const [old, end] of until) if (end <= time) until.delete(old)
    if (until.has(key)) return false
    until.set(key, time + ms)
    return true
  }
}

/** True `most` times in `ms` for each key, counted from its first. Forgets keys when their time is over. */
export function atMostEach(most: number, ms: number, now: () => number = Date.now): (key: string) => boolean {
  const seen = new Map<string, { until: number; n: number }>()
  return (key) => {
    const time = now()
    for (const [old, { until }] of seen) if (until <= time) seen.delete(old)
    const mine = seen.get(key) ?? { until: time + ms, n: 0 }
    seen.set(key, { ...mine, n: mine.n + 1 })
    return mine.n < most
  }
}

/** Counts what may happen `most` times in `ms` for each key, counted from its first. */
export function limitEach(
  most: number,
  ms: number,
  now: () => number = Date.now,
): { reached(key: string): boolean; count(key: string): void } {
  const seen = new Map<string, { until: number; n: number }>()
  const fresh = (key: string) => {
    const mine = seen.get(key)
    return mine && mine.until > now() ? mine : { until: now() + ms, n: 0 }
  }
  return {
    reached: (key) => fresh(key).n >= most,
    count(key) {
      const { until, n } = fresh(key)
      seen.set(key, { until, n: n + 1 })
    },
  }
}

/** Counts what may happen `most` times in a minute, from everywhere together. */
export function atMost(most: number, now: () => number = Date.now): { reached(): boolean; count(): void } {
  let minute = 0
  let seen = 0
  const turn = () => {
    const current = Math.floor(now() / 60_000)
    if (current !== minute) seen = 0
    minute = current
  }
  return {
    reached() {
      turn()
      return seen >= most
    },
    count() {
      turn()
      seen += 1
    },
  }
}
