/** How a visit stands. */
export type CitizenState = 'coming' | 'waiting' | 'at-box' | 'in-service' | 'served' | 'abandoned' | 'turned-away'

/** One visit of the simulation. Times in minutes on the run's clock; lengths in minutes. */
export type Citizen = {
  /** Number of the booking within the run, or −1 for a walk-in: the same citizen in a paired scenario. */
  serial: number
  booked: boolean
  errand: number
  /** The booked time; a walk-in's arrival. */
  due: number
  arrive: number
  /** Exponential patience; Infinity = never leaves. */
  patience: number
  capture: number
  service: number
  /** Length of the service after a handoff; 0 = none. */
  handoff: number
  day: number
  /** Arrived after the warm-up. */
  counted: boolean
  state: CitizenState
  /** Which service is next or running: the first, or the one after a handoff. */
  handedOff: boolean
  /** Place in the line: earlier goes first. */
  key: number
  /** When the first service (or the capture at the box) began; NaN before. */
  began: number
}
