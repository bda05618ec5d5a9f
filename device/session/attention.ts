/**
 * Whether the citizen is still there (WCAG 2.2.1: warned, and extended with one touch). Pure; times in ms.
 * First warning after `quiet`, last one after half of `grace`, end after `quiet + grace`.
 */
export type Attention =
  | { is: 'there' }
  | { is: 'warned'; warning: 'first' | 'last'; secondsLeft: number }
  | { is: 'gone' }

export type AttentionLimits = {
  /** Without a touch before the first warning (ms). */
  quiet: number
  /** From the first warning to the end (ms). WCAG asks for at least 20 s. */
  grace: number
}

export const attentionLimits: AttentionLimits = { quiet: 60_000, grace: 40_000 }

export function attention(sinceTouch: number, limits: AttentionLimits): Attention {
  const over = sinceTouch - limits.quiet
  if (over < 0) return { is: 'there' }
  if (over >= limits.grace) return { is: 'gone' }
  return {
    is: 'warned',
    warning: over < limits.grace / 2 ? 'first' : 'last',
    secondsLeft: Math.ceil((limits.grace - over) / 1000),
  }
}
