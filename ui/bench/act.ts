import type { BenchAct } from '../../device/contract/bench.ts'

export type FingerCondition = NonNullable<Extract<BenchAct, { is: 'finger' }>['condition']>
export type Act = (act: BenchAct) => void

/** Does one thing in the room. Returns null, or the bench's sentence on why it could not be done. */
export async function doAct(act: BenchAct): Promise<string | null> {
  const reply = await fetch('/api/do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  }).catch(() => null)
  if (reply?.ok) return null
  const body = (await reply?.json().catch(() => null)) as { error?: string } | null
  return body?.error ?? ''
}
