/** Changes of the questions, each giving a new tree. */
import type { TriageNode, TriageTree } from '../../../device/contract/triage.ts'

export type Question = Extract<TriageNode, { is: 'question' }>
export type Exit = Extract<TriageNode, { is: 'exit' }>

/** A name that no node has yet. */
export function freshId(tree: TriageTree, errand: string): string {
  const stem = errand.slice(0, 32)
  for (let n = 1; ; n++) if (!tree.nodes[`${stem}-${n}`]) return `${stem}-${n}`
}

export const withNode = (tree: TriageTree, id: string, node: TriageNode): TriageTree => ({
  ...tree,
  nodes: { ...tree.nodes, [id]: node },
})

/** Without the nodes that no errand reaches any more. */
export function pruned(tree: TriageTree): TriageTree {
  const reached = new Set<string>()
  const walk = (id: string) => {
    const node = tree.nodes[id]
    if (!node || reached.has(id)) return
    reached.add(id)
    if (node.is === 'question') for (const { to } of node.answers) walk(to)
  }
  for (const first of Object.values(tree.first)) walk(first)
  return { ...tree, nodes: Object.fromEntries(Object.entries(tree.nodes).filter(([id]) => reached.has(id))) }
}

/** How many answers and errands lead to each node. */
export function usesOf(tree: TriageTree): Map<string, number> {
  const uses = new Map<string, number>()
  const add = (id: string) => uses.set(id, (uses.get(id) ?? 0) + 1)
  for (const id of Object.values(tree.first)) add(id)
  for (const node of Object.values(tree.nodes)) if (node.is === 'question') for (const { to } of node.answers) add(to)
  return uses
}

/** An unused answer would lead in a circle: what lies above a node must not be chosen below it. */
export function above(tree: TriageTree, id: string): Set<string> {
  const found = new Set<string>([id])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const [from, node] of Object.entries(tree.nodes))
      if (node.is === 'question' && node.answers.some(({ to }) => found.has(to))) found.add(from)
  }
  return found
}

/** Whether every sentence is there in both languages. */
export function isWritten(tree: TriageTree): boolean {
  const has = ({ da, en }: { da: string; en: string }) => da.trim() !== '' && en.trim() !== ''
  return Object.values(tree.nodes).every(
    (node) => has(node.text) && (node.is === 'exit' || node.answers.every((one) => has(one.text))),
  )
}
