/** A NATS server of the test's own, on a free port. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export async function natsServer(): Promise<{ url: string; end(): void }> {
  // Port −1: a free one, which it then says.
  const child = spawn('nats-server', ['-a', '127.0.0.1', '-p', '-1'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  for await (const line of createInterface(child.stderr)) {
    const port = /Listening for client connections on [^:]+:(\d+)/.exec(line)?.[1]
    if (!port) continue
    child.stderr.resume()
    for (const handle of [child, child.stderr] as { unref?(): void }[]) handle.unref?.()
    return { url: `nats://127.0.0.1:${port}`, end: kill }
  }
  throw new Error('nats-server ended before it listened')
}
