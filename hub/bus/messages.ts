import type { LedgerVerdict } from '../../device/contract/link.ts'

/** From a box, or from a guest in the call. */
export type ToDesk =
  | { kind: 'view' | 'message'; sealed: string }
  | { guest: string; sealed: string }
  | { guest: string; state: 'here' | 'gone' }

/** What one hub process asks of another. */
export type BusRequest =
  | { is: 'to-box'; box: string; claim: string; sealed: string }
  | { is: 'resolve'; box: string; verdict: LedgerVerdict }
  | { is: 'tell-log'; box: string }
  | { is: 'to-desk'; desk: string; claim: string; what: ToDesk }
  | { is: 'to-guest'; guest: string; sealed: string | null }
