/**
 * When waiting begins: on arrival, or at the booked start if that is later; at a box when somebody is wished for. Everything that
 * shows or counts a wait begins here: desk, figures, exports, calibration, simulator.
 */
export function waitsFrom(arrived: number, due: number | null): number {
  return due === null ? arrived : Math.max(arrived, due)
}
