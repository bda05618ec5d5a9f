import type { GuestKind } from '../contract/nouns.ts'

/**
 * Who sees the citizen's picture. Nobody from outside sees evidence, register or screen. ASSUMPTION (data minimisation, GDPR
 * art. 5 (1) c): who interprets speech needs ears only.
 */
const sees: Record<GuestKind, boolean> = {
  'interpreter-voice': false,
  'interpreter-sign': true,
  supervisor: true,
  relative: true,
}

export const guestSees = (kind: GuestKind): boolean => sees[kind]
