/** Something that happens at a time. Equal times happen in the order they were planned. */
export type Timed = { at: number; order: number }

/** A binary heap: earliest first. */
export function createHeap<T extends Timed>() {
  const items: T[] = []
  const before = (a: T, b: T) => a.at < b.at || (a.at === b.at && a.order < b.order)
  return {
    get first(): T | undefined {
      return items[0]
    },
    clear(): void {
      items.length = 0
    },
    push(item: T): void {
      let i = items.length
      items.push(item)
      while (i > 0) {
        const parent = (i - 1) >> 1
        if (!before(item, items[parent]!)) break
        items[i] = items[parent]!
        i = parent
      }
      items[i] = item
    },
    pop(): T | undefined {
      const top = items[0]
      const last = items.pop()
      if (last === undefined || items.length === 0) return top
      let i = 0
      while (true) {
        let child = 2 * i + 1
        if (child >= items.length) break
        if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child++
        if (!before(items[child]!, last)) break
        items[i] = items[child]!
        i = child
      }
      items[i] = last
      return top
    },
  }
}
