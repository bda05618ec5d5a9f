import { spawn } from 'node:child_process'
import { Fault } from '../../device/contract/faults.ts'

/** How much of what gphoto2 complains about is kept for the technician. */
const STDERR_BYTES = 600
/** Twenty pictures of a 50-megapixel camera at once would be a mistake (bytes). */
const OUTPUT_BYTES = 200_000_000
/** gphoto2 creates a file for every picture it takes where it may; in a folder that takes none it keeps it in memory. */
const NOWHERE = '/proc'

/**
 * One run of gphoto2 on one camera; what it wrote. No picture touches a disk: see `NOWHERE`; and its settings have no home.
 * Killed when `signal` aborts and, by the kernel, when this process dies. Throws `Fault('camera.gone')`, `('camera.in-use')`
 * or, where the camera refuses the shutter, `('camera.frozen')`.
 */
export async function gphoto2(
  { port, model, command = 'gphoto2' }: { port: string; model?: string; command?: string },
  action: readonly string[],
  signal: AbortSignal,
): Promise<Buffer> {
  signal.throwIfAborted()
  const which = ['--port', port, ...(model ? ['--camera', model] : [])]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, '--quiet', ...which, ...action], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: NOWHERE,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', LC_ALL: 'C' },
  })
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  const chunks: Buffer[] = []
  let [bytes, words] = [0, '']
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > OUTPUT_BYTES) kill()
    else chunks.push(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-STDERR_BYTES)
  })
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    signal.throwIfAborted()
    // It ends with 0 also after some errors: what it says on the other pipe tells.
    if (code !== 0 || /\*\*\* Error/.test(words)) throw faultOf(words)
    return Buffer.concat(chunks)
  } catch (error) {
    for (const chunk of chunks) chunk.fill(0)
    if (signal.aborted) throw signal.reason
    throw error instanceof Fault ? error : new Fault('camera.gone', String(error))
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

/** libgphoto2's own words: a USB interface in other hands, a shutter that was refused, everything else is not there. */
function faultOf(words: string): Fault {
  const line =
    words
      .replaceAll(/\*\*\* Error[^\n]*\*\*\*/g, '')
      .trim()
      .split('\n')[0] ?? ''
  if (/could not (claim|lock)|resource busy/i.test(words)) return new Fault('camera.in-use', line)
  if (/could not capture/i.test(words) && !/io-library/.test(words)) return new Fault('camera.frozen', line)
  return new Fault('camera.gone', line || 'gphoto2 says nothing')
}
