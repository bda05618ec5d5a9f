/** Triage: a versioned tree of short questions. The page walks it; the hub keeps versions and counts the ways out. */
import { sql } from 'kysely'
import type { Triage, TriageCount, TriageNode, TriageTree } from '../../device/contract/triage.ts'
import type { Db } from '../store/store.ts'
import { localOf } from './local-time.ts'

/** Questions in a row that a citizen bears. */
export const DEPTH_MAX = 6

/** What is wrong with a tree, in sentences; empty when it can be used. */
export function faultsOf(tree: TriageTree, errands: ReadonlySet<string>): string[] {
  const faults: string[] = []
  const node = (id: string): TriageNode | undefined => tree.nodes[id]
  for (const [errand, first] of Object.entries(tree.first)) {
    if (!errands.has(errand)) faults.push(`There is no errand “${errand}”.`)
    if (!node(first)) faults.push(`“${errand}” begins at “${first}”, which is not there.`)
  }
  for (const [id, one] of Object.entries(tree.nodes)) {
    if (one.is === 'question') {
      for (const { to } of one.answers) if (!node(to)) faults.push(`“${id}” leads to “${to}”, which is not there.`)
    } else {
      if (one.errand && !errands.has(one.errand))
        faults.push(`“${id}” names the errand “${one.errand}”, which is not there.`)
      if (!one.url && (one.exit === 'self-service' || one.exit === 'other-authority'))
        faults.push(`“${id}” has no link.`)
    }
  }
  if (faults.length > 0) return faults
  for (const [errand, first] of Object.entries(tree.first)) {
    if (depth(tree, first, 0) > DEPTH_MAX)
      faults.push(`“${errand}” asks more than ${DEPTH_MAX} questions in a row, or in a circle.`)
  }
  return faults
}

function depth(tree: TriageTree, id: string, from: number): number {
  const node = tree.nodes[id]!
  if (node.is === 'exit' || from > DEPTH_MAX) return from
  return Math.max(...node.answers.map(({ to }) => depth(tree, to, from + 1)))
}

/** The version in force on that day. */
export async function triageInForce(db: Db, now: Date): Promise<Triage | null> {
  const row = await db
    .selectFrom('triage_trees')
    .select(['version', 'tree'])
    .where('from_day', '<=', localOf(now).day)
    .orderBy('from_day', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Counts a way out. False when that version has no such way out. */
export async function countExit(db: Db, { version, node, errand, back }: TriageCount, now: Date): Promise<boolean> {
  const row = await db.selectFrom('triage_trees').select('tree').where('version', '=', version).executeTakeFirst()
  if (row?.tree.nodes[node]?.is !== 'exit') return false
  const [n, came] = back ? [0, 1] : [1, 0]
  await sql`
    insert into triage_counts (day, version, exit, errand, n, came_back)
    values (${localOf(now).day}, ${version}, ${node}, ${errand}, ${n}, ${came})
    on conflict (day, version, exit, errand)
    do update set n = triage_counts.n + ${n}, came_back = triage_counts.came_back + ${came}`.execute(db)
  return true
}
