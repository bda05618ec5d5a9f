import sharp from 'sharp'
import type { DeskView, HandAct } from '../contract/desk.ts'
import type { DeskAct, StepName } from '../contract/nouns.ts'
import type { Devices } from '../devices.ts'

/** One press moves the camera about a hand's breadth (ms); it stops by itself at the column's end. */
const COLUMN_MS = 700
/** A camera that gives no picture for so long will not (ms). */
const PAPER_MS = 5_000
/** The last ones are seen; each travels with every view. */
const PAPERS_MAX = 2
/** Wide enough to read print by, light enough for the line (pixels, JPEG quality). */
const PAPER_WIDTH = 1_400
const PAPER_QUALITY = 78

export type RoomAct = Extract<HandAct, { is: 'column' | 'light' | 'photograph' }>
type Papers = NonNullable<DeskView['papers']>
export type RoomHandsParts = {
  devices: Pick<Devices, 'column' | 'light'> & { mrz: Pick<Devices['mrz'], 'photograph'> }
  show(act: DeskAct, step: StepName | null, detail: string | null): void
  changed(): void
}

/** What the caseworker moves and lights in the room: the camera's column, the lamp, the camera over papers. */
export class RoomHands {
  readonly #parts: RoomHandsParts
  readonly #over = new AbortController()
  #papers: Papers = []
  #lit = false

  constructor(parts: RoomHandsParts) {
    this.#parts = parts
  }

  get view(): Pick<DeskView, 'papers' | 'fitted'> {
    const { column, light, mrz } = this.#parts.devices
    return {
      papers: this.#papers,
      fitted: {
        column: column !== undefined,
        light: light === undefined ? null : this.#lit ? 'on' : 'off',
        papers: mrz.photograph !== undefined,
      },
    }
  }

  async take(hand: RoomAct): Promise<void> {
    const { devices, show, changed } = this.#parts
    switch (hand.is) {
      case 'column': {
        if (!devices.column) return
        show(`column-${hand.direction}`, null, null)
        await devices.column.move(hand.direction, COLUMN_MS, this.#over.signal).catch(() => 'end')
        return
      }
      case 'light':
        if (!devices.light) return
        devices.light.soft(hand.on)
        this.#lit = hand.on
        show(hand.on ? 'light-on' : 'light-off', null, null)
        return changed()
      case 'photograph':
        return this.#paper(hand)
    }
  }

  /** Dark again, and nothing seen is kept. */
  clear(): void {
    if (this.#lit) this.#parts.devices.light?.soft(false)
    this.#lit = false
    this.#papers = []
  }

  forget(): void {
    this.clear()
    this.#over.abort()
  }

  /** `x` and `y`: the middle of what is wanted, 0..1 of the whole picture; `zoom` 2 shows a quarter of it. */
  async #paper({ zoom, x, y }: Extract<RoomAct, { is: 'photograph' }>): Promise<void> {
    const { devices, show, changed } = this.#parts
    if (!devices.mrz.photograph) return
    show('photograph', null, `zoom ${zoom}`)
    const signal = AbortSignal.any([this.#over.signal, AbortSignal.timeout(PAPER_MS)])
    const jpeg = await devices.mrz.photograph(signal).catch(() => null)
    if (this.#over.signal.aborted) return
    const image = jpeg && `data:image/jpeg;base64,${(await cut(jpeg, zoom, x, y)).toString('base64')}`
    this.#papers = [{ image, zoom, x, y }, ...this.#papers].slice(0, PAPERS_MAX)
    changed()
  }
}

async function cut(jpeg: Buffer, zoom: number, x: number, y: number): Promise<Buffer> {
  const whole = sharp(jpeg)
  const { width = 1, height = 1 } = await whole.metadata()
  const [w, h] = [Math.max(1, Math.floor(width / zoom)), Math.max(1, Math.floor(height / zoom))]
  const at = (middle: number, size: number, all: number) =>
    Math.round(Math.min(Math.max(middle * all - size / 2, 0), all - size))
  return whole
    .extract({ left: at(x, w, width), top: at(y, h, height), width: w, height: h })
    .resize({ width: PAPER_WIDTH, withoutEnlargement: zoom === 1 })
    .jpeg({ quality: PAPER_QUALITY })
    .toBuffer()
}
