import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Fault } from '../../device/contract/faults.ts'

/**
 * Marks a folder as used by this process, so that two hubs never run PostgreSQL on the same files. A mark that a killed
 * process left behind is recognised by its pid and start time and taken over. Returns the undoing.
 */
export function own(file: string): () => void {
  for (;;) {
    try {
      writeFileSync(file, `${process.pid} ${startedAt(process.pid)}\n`, { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [pid, started] = readMark(file)
    if (pid && startedAt(Number(pid)) === started) {
      throw new Fault('config.invalid', `data: the folder is in use by another hub (process ${pid})`)
    }
    rmSync(file, { force: true })
  }
}

/** Clock ticks since boot at which a process began: tells a pid apart from its later reuse. Null when it is dead. */
export function startedAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in brackets and may hold spaces; state is the third, start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

function readMark(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split(' ')
  } catch {
    return []
  }
}
