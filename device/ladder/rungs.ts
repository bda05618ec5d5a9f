/**
 * The ladder for a device that is plugged in and does not work: its driver opens it again all the time (drivers/supervise.ts),
 * then its USB power is switched, then this program starts anew, then the machine. Pulled-out devices are no business of it.
 */
export const rungs = ['usb', 'process', 'machine'] as const
export type Rung = (typeof rungs)[number]

/** How long a device has been unwell before each rung (ms): a citizen waits a minute; the later ones disturb all devices. */
const AFTER_MS: Record<Rung, number> = { usb: 60_000, process: 5 * 60_000, machine: 15 * 60_000 }
/** Well, or pulled out, for so long, and the next trouble begins at the lowest rung again (ms). */
const RESET_MS = 10 * 60_000

/** `since`: unwell since (ms of the wall clock; it outlasts restarts); `rest`: no trouble since; `done`: rungs already tried. */
export type Climb = { since: number | null; rest: number | null; done: Rung[] }
export const ground: Climb = { since: null, rest: null, done: [] }

export type Look = {
  now: number
  /** The driver has it open. */
  ready: boolean
  /** The bus shows it: somebody has plugged it in. */
  plugged: boolean
  /** Nobody is at the box: only then may more than this one device be disturbed. */
  idle: boolean
}

/** Where a device stands after a look, and what is to be done now. Each rung is tried once; after the last one a person acts. */
export function climb(at: Climb, { now, ready, plugged, idle }: Look): { at: Climb; act: Rung | null } {
  // A port that was switched is empty for a moment too: that is no reason to begin anew.
  if (ready || !plugged) {
    const rest = at.rest ?? now
    return { at: now - rest >= RESET_MS ? ground : { ...at, since: null, rest }, act: null }
  }
  const since = at.since ?? now
  const next = rungs.find((rung) => !at.done.includes(rung))
  const due = next !== undefined && now - since >= AFTER_MS[next] && (next === 'usb' || idle)
  return { at: { since, rest: null, done: due ? [...at.done, next] : at.done }, act: due ? next : null }
}
