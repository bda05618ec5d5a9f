import { readFileSync, writeFileSync } from 'node:fs'

export type VirtualColumnOptions = {
  /** Where the lines are: the kernel's `/sys/class/gpio`, or a folder of the same shape. */
  folder: string
  lines: { up: number; down: number; top: number; bottom: number; blocked: number }
  /** From one end to the other (ms). */
  travelMs: number
  /** Heights of the camera at the ends (mm). */
  heights?: { lowest: number; highest: number }
}

export type VirtualColumn = {
  start(): void
  stop(): void
  /** Somebody's hand is at this height (mm): whatever comes that far touches it. Null takes it away. */
  obstruct(height: number | null): void
  /** `both`: the two relays were on at once, which never may be. */
  state(): { height: number; both: boolean }
}

/** How often the motor looks at its relays (ms). */
const TICK_MS = 4
/** The safety edge gives way by this much before it is hard (mm). */
const EDGE = 8

/** A lifting column at the far end of two relays, with its end switches and a safety edge; it begins at the bottom. */
export function createVirtualColumn({ folder, lines, travelMs, heights }: VirtualColumnOptions): VirtualColumn {
  const { lowest, highest } = heights ?? { lowest: 1_000, highest: 2_000 }
  let height = lowest
  let both = false
  let hand: number | null = null
  let timer: NodeJS.Timeout | undefined
  let last = 0
  const file = (line: number) => `${folder}/gpio${line}/value`
  const on = (line: number) => readFileSync(file(line), 'latin1').startsWith('1')
  const tell = (line: number, active: boolean) => writeFileSync(file(line), active ? '1' : '0')

  function tick() {
    const now = performance.now()
    const way = ((now - last) * (highest - lowest)) / travelMs
    last = now
    const [up, down] = [on(lines.up), on(lines.down)]
    both ||= up && down
    if (up !== down) {
      // It does not go through a hand, however long the motor pushes.
      const [floor, ceiling] = hand === null ? [lowest, highest] : height >= hand ? [hand, highest] : [lowest, hand]
      height = Math.min(ceiling, Math.max(floor, height + (up ? way : -way)))
    }
    tell(lines.top, height >= highest)
    tell(lines.bottom, height <= lowest)
    tell(lines.blocked, hand !== null && Math.abs(height - hand) <= EDGE)
  }

  return {
    start() {
      last = performance.now()
      tick()
      timer = setInterval(tick, TICK_MS)
    },
    stop: () => clearInterval(timer),
    obstruct(at) {
      hand = at
    },
    state: () => ({ height, both }),
  }
}
