import type { Citizen } from './citizen.ts'

/**
 * A waiting line ordered by `key`. Who has left is skipped when met: an abandonment costs nothing, and the
 * ends of the array stay where they are until enough of it is empty.
 */
export function createLine() {
  let items: Citizen[] = []
  let head = 0
  return {
    get first(): Citizen | undefined {
      while (head < items.length && items[head]!.state !== 'waiting') head++
      if (head > 256 && head * 2 > items.length) {
        items = items.slice(head)
        head = 0
      }
      return items[head]
    },
    /** Takes the first out; it may stand in another line afterwards. */
    take(): void {
      head++
    },
    add(citizen: Citizen): void {
      let i = items.length
      items.push(citizen)
      while (i > head && items[i - 1]!.key > citizen.key) {
        items[i] = items[i - 1]!
        i--
      }
      items[i] = citizen
    },
    /** Who still stands here; the line is empty afterwards. */
    clear(): Citizen[] {
      const left = items.slice(head).filter(({ state }) => state === 'waiting')
      items = []
      head = 0
      return left
    },
  }
}
export type Line = ReturnType<typeof createLine>
