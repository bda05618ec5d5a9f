import type { Signal } from '../../../device/contract/nouns.ts'

/** Told every signal of the desk, with the claim it belongs to. */
export type SignalListener = (claim: string, signal: Signal) => void
