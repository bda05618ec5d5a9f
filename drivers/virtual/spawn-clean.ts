import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

/**
 * The masters of our ptys are opened without close-on-exec, which Node cannot set: a child that inherits one keeps the line
 * up after we have unplugged it, and the box would see no hang-up. bash, since dash closes descriptors 0–9 only.
 */
const CLOSE_INHERITED = `
for fd in /proc/$$/fd/*; do
  fd=\${fd##*/}
  [ "$fd" -gt 2 ] && eval "exec $fd>&-"
done
exec "$@"`

/** `spawn`, but nothing of ours beyond the three standard descriptors reaches the child. */
export function spawnClean(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn('bash', ['-c', CLOSE_INHERITED, 'bash', command, ...args], options)
}
