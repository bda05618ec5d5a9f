/**
 * A private pcscd with virtual readers, beside the system's and beside others of its kind. pcscd's socket path is built
 * in, so it runs in a mount namespace where a private folder lies over /run/pcscd; clients outside reach the same socket
 * as `<folder>/run/pcscd.comm` (PCSCLITE_CSOCK_NAME).
 */
import type { ChildProcess } from 'node:child_process'
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../../device/contract/faults.ts'
import { buildPreload } from './pcscd-preload.ts'
import { freePortPair, ownsPort } from './ports.ts'
import { spawnClean } from './spawn-clean.ts'

/** pcscd listens after some 100 ms; a loaded machine takes longer. */
const START_LIMIT_MS = 10_000
/** A pcscd told to end closes its readers in under a second; one that holds a mute card never does. */
const STOP_LIMIT_MS = 2_000
/** Between two looks whether it listens, or has ended (ms). */
const LOOK_MS = 25
/** sun_path holds 108 bytes with its final zero. */
const SOCKET_PATH_MAX_BYTES = 107
const START_ATTEMPTS = 5
/** Of what `unshare`, `mount` and pcscd complain: enough for the sentence that says why it does not start. */
const STDERR_KEPT_CHARS = 300

export type PcscdOptions = {
  /** Holds socket, configuration and preload; made when missing. Without it: a temporary one, removed at stop. */
  folder?: string
  /** Compile and preload the TCP_NODELAY cure if a C compiler is there (default true). */
  preload?: boolean
}

export type PrivatePcscd = {
  /** For `PCSCLITE_CSOCK_NAME`. */
  readonly socketPath: string
  /** Where a virtual card connects: vpcd's first slot. The port stays the same over `start` and `stop`. */
  readonly port: number
  /** Part of the readers' names; the first one ends in ` 00 00`. */
  readonly readerName: string
  /** Whether the TCP_NODELAY preload is in use. */
  readonly fast: boolean
  state(): { running: boolean; pid: number | undefined; port: number; socketPath: string; fast: boolean }
  start(): Promise<void>
  /** Ends pcscd; the folder stays for a new `start`. */
  stop(): Promise<void>
  /** As if it crashed: SIGKILL. */
  kill(): Promise<void>
  /** `stop`, and nothing is left. */
  close(): Promise<void>
}

/** Makes the folder and starts pcscd. Throws `port.busy` when no free pair of ports is found. */
export async function startPcscd(options: PcscdOptions = {}): Promise<PrivatePcscd> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'pcscd-')))
  const run = join(folder, 'run')
  const conf = join(folder, 'conf')
  const socketPath = join(run, 'pcscd.comm')
  if (Buffer.byteLength(socketPath) > SOCKET_PATH_MAX_BYTES)
    throw new Fault('config.invalid', `path too long: ${socketPath}`)
  await Promise.all([run, conf, join(folder, 'usb')].map((path) => mkdir(path, { recursive: true })))
  const preload = options.preload === false ? undefined : await buildPreload(folder)
  let port = 0
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    if (child) return
    // A killed pcscd leaves its pid file, and a new one refuses to start if that number lives again.
    await Promise.all([socketPath, join(run, 'pcscd.pid')].map((path) => rm(path, { force: true })))
    const started = spawnPcscd(folder, preload)
    child = started
    started.once('exit', () => {
      if (child === started) child = undefined
    })
    await listening(started, port, socketPath)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const exited = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    const timer = setTimeout(() => ending.kill('SIGKILL'), STOP_LIMIT_MS)
    await exited
    clearTimeout(timer)
  }

  const pcscd: PrivatePcscd = {
    socketPath,
    get port() {
      return port
    },
    readerName: 'Virtual PCD',
    fast: preload !== undefined,
    state: () => ({ running: child !== undefined, pid: child?.pid, port, socketPath, fast: preload !== undefined }),
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM')
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
      else await rm(run, { recursive: true, force: true })
    },
  }

  for (let attempt = 1; ; attempt++) {
    port = await freePortPair()
    await writeFile(join(conf, 'vpcd'), readerConf(port))
    try {
      await start()
      return pcscd
    } catch (error) {
      await end('SIGKILL')
      if (attempt === START_ATTEMPTS) {
        await pcscd.close()
        throw error
      }
    }
  }
}

function readerConf(port: number): string {
  const hex = `0x${port.toString(16).toUpperCase()}`
  return [
    'FRIENDLYNAME "Virtual PCD"',
    `DEVICENAME /dev/null:${hex}`,
    'LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so',
    `CHANNELID ${hex}`,
    '',
  ].join('\n')
}

/**
 * /run/pcscd may not exist, and an ordinary user cannot make it: then all of /run is covered. The folder is entered
 * before that, since it may itself lie in /run. `setpriv` ends pcscd with us, however we end.
 */
const NAMESPACE_SCRIPT = `
cd "$1/run" || exit 1
[ -d /run/pcscd ] || { mount -t tmpfs tmpfs /run && mkdir /run/pcscd; } || exit 1
mount --bind . /run/pcscd || exit 1
exec setpriv --pdeathsig TERM pcscd --foreground --config "$1/conf"
`

function spawnPcscd(folder: string, preload: string | undefined): ChildProcess {
  const namespace = process.getuid?.() === 0 ? ['-m'] : ['-rm']
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`
  return spawnClean('unshare', [...namespace, 'sh', '-c', NAMESPACE_SCRIPT, 'sh', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: path,
      // An empty folder of USB drivers: real readers stay with the system's pcscd.
      PCSCLITE_HP_DROPDIR: join(folder, 'usb'),
      ...(preload ? { LD_PRELOAD: preload } : {}),
    },
  })
}

async function listening(child: ChildProcess, port: number, socketPath: string): Promise<void> {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT_CHARS)
  })
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Fault('card.reader-gone', `unshare: ${error.message}`)))
    child.once('exit', (code) =>
      reject(new Fault('card.reader-gone', `private pcscd ended with ${code}: ${said.trim()}`)),
    )
  })
  const end = Date.now() + START_LIMIT_MS
  const ready = async () => {
    while (!(await ownsPort(child.pid ?? 0, port)) || !(await exists(socketPath))) {
      if (Date.now() > end) throw new Fault('port.busy', `pcscd does not listen on ${port}`)
      await sleep(LOOK_MS)
    }
  }
  await Promise.race([ready(), failed])
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
