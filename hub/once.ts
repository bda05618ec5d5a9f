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
