/** Runs the technician's command as a process of its own, as a shell would. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const BOKS = join(import.meta.dirname, '../../provisioning/boks.ts')

export type BoksRun = { code: number | null; stdout: string; stderr: string }

export function boks(args: string[], env: Record<string, string> = {}): Promise<BoksRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BOKS, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const run = { stdout: '', stderr: '' }
    child.stdout.on('data', (data) => (run.stdout += data))
    child.stderr.on('data', (data) => (run.stderr += data))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...run }))
  })
}
