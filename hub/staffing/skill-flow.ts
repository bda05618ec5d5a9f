/**
 * Can those who are here do the work that comes? Each errand’s work (caseworkers) may go to whoever can take it; each person
 * carries at most `capacity`. The most that can be carried is a maximum flow; what is left over, by errand, is the gap in skills.
 */
export function uncarried(
  work: readonly { errand: string; load: number }[],
  people: readonly { errands: readonly string[] }[],
  capacity: number,
): { errand: string; load: number }[] {
  const jobs = work.length
  const source = jobs + people.length
  const sink = source + 1
  const room = Array.from({ length: sink + 1 }, () => new Float64Array(sink + 1))
  work.forEach(({ errand, load }, job) => {
    room[source]![job] = load
    people.forEach(({ errands }, i) => {
      if (errands.includes(errand)) room[job]![jobs + i] = load
    })
  })
  people.forEach((_, i) => {
    room[jobs + i]![sink] = capacity
  })
  for (let path = shortest(room, source, sink); path; path = shortest(room, source, sink)) {
    const steps = path.slice(1).map((to, i) => [path![i]!, to] as const)
    const amount = Math.min(...steps.map(([from, to]) => room[from]![to]!))
    for (const [from, to] of steps) {
      room[from]![to]! -= amount
      room[to]![from]! += amount
    }
  }
  return work.map(({ errand }, job) => ({ errand, load: room[source]![job]! })).filter(({ load }) => load > LEAST)
}

/** Below this a flow is rounding (caseworkers). */
const LEAST = 1e-6

/** Fewest steps from source to sink along what still has room (Edmonds and Karp). */
function shortest(room: Float64Array[], source: number, sink: number): number[] | null {
  const before = new Array<number>(room.length).fill(-1)
  before[source] = source
  const line = [source]
  for (let at = line.shift(); at !== undefined; at = line.shift()) {
    if (at === sink) break
    for (let to = 0; to < room.length; to++) {
      if (before[to] !== -1 || room[at]![to]! <= LEAST) continue
      before[to] = at
      line.push(to)
    }
  }
  if (before[sink] === -1) return null
  const path = [sink]
  while (path[0] !== source) path.unshift(before[path[0]!]!)
  return path
}
