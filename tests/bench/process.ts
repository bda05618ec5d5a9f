/** What a running program holds: its processes, open files and memory, the latter also behind a full garbage collection. */
import { readdirSync, readFileSync } from 'node:fs'
import type { HeapSpaceInfo } from 'node:v8'
import { WebSocket } from 'ws'

const status = (pid: number, name: string): number => {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0 // It has just ended.
  }
}

const isPostgres = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
  } catch {
    return false
  }
}

/** The process and all its descendants but PostgreSQL’s, which come and go by themselves. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!pid) continue
    const parent = status(pid, 'PPid')
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree.filter((pid) => !isPostgres(pid))
}

export type Holding = { processes: number; files: number; rssMb: number }

export function holding(root: number): Holding {
  const tree = processTree(root)
  const files = (pid: number) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).length
    } catch {
      return 0
    }
  }
  return {
    processes: tree.length,
    files: tree.reduce((sum, pid) => sum + files(pid), 0),
    rssMb: Math.round(status(root, 'VmRSS') / 1024),
  }
}

/** Where objects live. Compiled code has spaces of its own, and grows for thousands of calls without being a leak. */
const OBJECT_SPACES: ReadonlySet<string> = new Set([
  'new_space',
  'old_space',
  'large_object_space',
  'new_large_object_space',
])

export type Heap = { heapMb: number; buffersMb: number }

/** A debugger's line to a Node process that was started with `--inspect-port=0` and told SIGUSR1. `url` is what it says then. */
export async function inspector(url: string) {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  let ids = 0
  const ask = (method: string, params: object = {}): Promise<Record<string, unknown>> => {
    const id = ++ids
    return new Promise((resolve) => {
      const heard = (data: unknown) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown> }
        if (answer.id !== id) return
        socket.off('message', heard)
        resolve(answer.result ?? {})
      }
      socket.on('message', heard)
      socket.send(JSON.stringify({ id, method, params }))
    })
  }
  return {
    ask,
    /** What lives after a full collection (MB): JavaScript's heap, and the buffers outside it. */
    async heap(): Promise<Heap> {
      // Twice: what finalizers let go of is collected the second time.
      await ask('HeapProfiler.collectGarbage')
      await ask('HeapProfiler.collectGarbage')
      const expression = `JSON.stringify({
        spaces: process.getBuiltinModule('v8').getHeapSpaceStatistics(),
        buffers: process.memoryUsage().arrayBuffers,
      })`
      const { result } = (await ask('Runtime.evaluate', { expression })) as { result: { value: string } }
      const { spaces, buffers } = JSON.parse(result.value) as { spaces: HeapSpaceInfo[]; buffers: number }
      const objects = spaces.filter(({ space_name }) => OBJECT_SPACES.has(space_name))
      const mb = (bytes: number) => Math.round((bytes / 2 ** 20) * 100) / 100
      return { heapMb: mb(objects.reduce((sum, space) => sum + space.space_used_size, 0)), buffersMb: mb(buffers) }
    },
    close: () => socket.close(),
  }
}
