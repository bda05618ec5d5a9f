/**
 * A private pcscd with virtual readers, beside the system's and beside others of its kind. pcscd's socket path is built
 * in, so it runs in a mount namespace where a private folder lies over /run/pcscd; clients outside reach the same socket
 * as `<folder>/run/pcscd.comm` (PCSCLITE_CSOCK_NAME).
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Fault } from '../../device/contract/faults.ts'

/** pcscd listens after some 100 ms; a loaded machine takes longer. */
const START_LIMIT_MS = 10_000
/** A pcscd told to end closes its readers in under a second; one that holds a mute card never does. */
const STOP_LIMIT_MS = 2_000
/** Between two looks whether it listens, or has ended (ms). */
const LOOK_MS = 25
/** sun_path holds 108 bytes with its final zero. */
const SOCKET_PATH_MAX_BYTES = 107
/** Below Linux's ephemeral range, so that no outgoing connection takes the port between choosing and listening. */
const PORTS = { from: 21_000, to: 31_000 }
const START_ATTEMPTS = 5

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
  return spawn('unshare', [...namespace, 'sh', '-c', NAMESPACE_SCRIPT, 'sh', folder], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      PATH: path,
      // An empty folder of USB drivers: real readers stay with the system's pcscd.
      PCSCLITE_HP_DROPDIR: join(folder, 'usb'),
      ...(preload ? { LD_PRELOAD: preload } : {}),
    },
  })
}

async function listening(child: ChildProcess, port: number, socketPath: string): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Fault('card.reader-gone', `unshare: ${error.message}`)))
    child.once('exit', (code) =>
      reject(new Fault('card.reader-gone', `pcscd ended with ${code} (installed? mount allowed?)`)),
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

/** Whether that very process listens there: vpcd does not fail when another program has the port. */
async function ownsPort(pid: number, port: number): Promise<boolean> {
  const table = await readFile(`/proc/${pid}/net/tcp`, 'utf8').catch(() => '')
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `
  const row = table.split('\n').find((line) => line.includes(local) && / 0A /.test(line))
  const inode = row?.trim().split(/\s+/)[9]
  if (!inode) return false
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  return links.includes(`socket:[${inode}]`)
}

/** vpcd has two slots, on two ports in a row. */
async function freePortPair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Fault('port.busy', `no free pair of ports between ${PORTS.from} and ${PORTS.to}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })
}

/**
 * vpcd writes an APDU's length and body apart; Nagle's algorithm and the delayed acknowledgement then cost some 40 ms a
 * command. There is no setting for it, so `accept` is wrapped.
 */
const PRELOAD_SOURCE = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
int accept(int s, struct sockaddr *a, socklen_t *n) {
  int (*next)(int, struct sockaddr *, socklen_t *) = dlsym(RTLD_NEXT, "accept"), fd = next(s, a, n), on = 1;
  if (fd >= 0) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}
`

async function buildPreload(folder: string): Promise<string | undefined> {
  const library = join(folder, 'nodelay.so')
  if (await exists(library)) return library
  const source = join(folder, 'nodelay.c')
  await writeFile(source, PRELOAD_SOURCE)
  try {
    await promisify(execFile)('cc', ['-shared', '-fPIC', '-O', '-o', library, source, '-ldl'])
    return library
  } catch {
    // No compiler: slower, but it works.
    return undefined
  }
}
