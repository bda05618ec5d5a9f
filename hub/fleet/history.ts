import type { HistoryEntry } from '../../device/contract/fleet-view.ts'
import type { Db } from '../store/store.ts'

/** Newest entries of one box (rows of each kind). */
const MOST = 100

/** What happened to one box: who did what, alarms, configurations, acceptance tests. No citizen is in it. */
export async function history(db: Db, box: string): Promise<HistoryEntry[]> {
  const acts = await db
    .selectFrom('audit')
    .select(['at', 'act', 'who', 'detail'])
    .where('box', '=', box)
    .where('case_id', 'is', null)
    .orderBy('n', 'desc')
    .limit(MOST)
    .execute()
  const newest = { box, limit: MOST }
  const alarms = await db
    .selectFrom('alarms')
    .selectAll()
    .where('box', '=', newest.box)
    .orderBy('since', 'desc')
    .limit(MOST)
    .execute()
  const configs = await db
    .selectFrom('box_configs')
    .selectAll()
    .where('box', '=', box)
    .orderBy('version', 'desc')
    .limit(MOST)
    .execute()
  const tests = await db
    .selectFrom('acceptances')
    .select(['at', 'passed'])
    .where('box', '=', box)
    .orderBy('at', 'desc')
    .limit(MOST)
    .execute()
  const entries: HistoryEntry[] = [
    ...acts.map(({ at, act, who, detail }) => ({ at, is: 'audit' as const, what: act, who, detail })),
    ...alarms.flatMap(({ kind, part, since, ended_at, handed_to }) => [
      { at: since.toISOString(), is: 'alarm' as const, what: kind, who: handed_to, detail: part || null },
      ...(ended_at
        ? [{ at: ended_at.toISOString(), is: 'alarm' as const, what: `${kind}-over`, who: null, detail: part || null }]
        : []),
    ]),
    ...configs.map(({ at, version, state, who, why }) => ({
      at: at.toISOString(),
      is: 'config' as const,
      what: `${version} ${state}`,
      who,
      detail: why,
    })),
    ...tests.map(({ at, passed }) => ({
      at: at.toISOString(),
      is: 'acceptance' as const,
      what: passed ? 'passed' : 'failed',
      who: null,
      detail: null,
    })),
  ]
  return entries.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 2 * MOST)
}
