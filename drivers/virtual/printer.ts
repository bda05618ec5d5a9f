import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ippPrinter, succeeded, words } from '../printer/ipp.ts'
import { spawnClean } from './spawn-clean.ts'

/** ippeveprinter answers 0.2 s after its start here; a loaded machine takes longer (ms). */
const START_LIMIT_MS = 15_000
/** A condition shows at the printer within a second; longer means that it cannot be driven there now (ms). */
const CONDITION_LIMIT_MS = 5_000
const LOOK_MS = 100
/** First page of a small office laser printer that is warm (s). */
const PAGE_SECONDS = 2

/** IPP's words for what the bench can do; `paper-out` is done on the printer's own web page. */
const stateWords = {
  ready: 'none',
  'paper-out': 'media-empty',
  jam: 'media-jam',
  'cover-open': 'cover-open',
  'supply-out': 'toner-empty',
  'paper-low': 'media-low',
  'supply-low': 'toner-low',
} as const
export type VirtualPrinterCondition = keyof typeof stateWords

export type VirtualPrinterOptions = {
  pace?: 'real' | 'none'
  port?: number
  /** What it takes; PDF and everything that ippeveprinter knows if it is left out. */
  formats?: readonly string[]
}

export type VirtualPrinter = {
  /** Rejects with one clear sentence when ippeveprinter is not installed. Resolves with the printer's URL. */
  start(): Promise<string>
  stop(): Promise<void>
  /** The plug pulled: the job at hand is lost with the printer's memory. */
  unplug(): Promise<void>
  /** Switched on again, at the same address. */
  plug(): Promise<void>
  condition(now: VirtualPrinterCondition): Promise<void>
  state(): { condition: VirtualPrinterCondition; plugged: boolean; pages: number; url: string }
  /** Where its files are while it runs. */
  folder(): string
  /** Name of the job of each page that came out, oldest first. */
  pages(): string[]
  /** The file that was printed last; null before the first. */
  last(): Promise<Buffer | null>
}

/**
 * A printer on a real IPP port: the `ippeveprinter` of cups-ipp-utils, in a private folder in memory. Its processes die
 * with ours, also when ours is killed with −9.
 */
export function createVirtualPrinter(options: VirtualPrinterOptions = {}): VirtualPrinter {
  let folder = ''
  let port = options.port ?? 0
  let child: ChildProcess | undefined
  let condition: VirtualPrinterCondition = 'ready'
  let controls = 0
  const formats = (options.formats ?? ['application/pdf', 'image/urf', 'image/pwg-raster', 'image/jpeg']).join()
  const url = () => `ipp://localhost:${port}/ipp/print`

  function pages(): string[] {
    const path = join(folder, 'pages')
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  }

  async function plug(): Promise<void> {
    if (child) return
    const spool = join(folder, `spool-${process.hrtime.bigint()}`)
    await mkdir(spool)
    await rm(join(folder, 'unplugged'), { force: true })
    const own = spawnClean('sh', ['-c', WATCHDOG, 'sh', spool, String(port), join(folder, 'hook'), formats], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child = own
    own.stdin?.on('error', () => {}) // It may end before we let go of it.
    own.once('exit', () => {
      if (child === own) child = undefined
    })
    await until(
      START_LIMIT_MS,
      'The virtual printer did not start: ippeveprinter ended or does not answer.',
      async () => {
        if (own.exitCode !== null || own.signalCode !== null) return 'never'
        return (await reasons()) !== null
      },
    )
    await apply()
  }

  async function unplug(): Promise<void> {
    const own = child
    child = undefined
    if (!own || own.exitCode !== null || own.signalCode !== null) return
    const exit = once(own, 'exit')
    own.stdin?.end()
    await exit
  }

  /** Null: it does not answer. */
  async function reasons(): Promise<string[] | null> {
    const wanted = { 'requested-attributes': ['printer-state-reasons'] }
    return ippPrinter(url())
      .ask('Get-Printer-Attributes', wanted)
      .then(
        (answer) =>
          words(answer.printer['printer-state-reasons']).map((word) => word.replace(/-(report|warning)$/, '')),
        () => null,
      )
  }

  /** Brings the printer to `condition`, by its web page (paper) and by what its job command says (everything else). */
  async function apply(): Promise<void> {
    const wanted = condition
    await writeFile(join(folder, 'condition'), stateWords[wanted])
    const sheets = wanted === 'paper-out' ? 0 : 250
    await fetch(
      `http://localhost:${port}/media?size1=iso_a4_210x297mm&type1=stationery&level1=${sheets}&${SECOND_TRAY}`,
    )
    await until(CONDITION_LIMIT_MS, `The virtual printer cannot be brought to '${wanted}' now.`, async () => {
      const now = ((await reasons()) ?? []).filter((word) => word !== 'none' && word !== 'media-needed')
      if (wanted === 'ready' ? now.length === 0 : now.includes(stateWords[wanted])) return true
      // A printer that is idle changes only through a job; one that is busy refuses it and looks at the file by itself.
      await control()
      return false
    })
  }

  async function control(): Promise<void> {
    const printer = ippPrinter(url())
    controls += 1
    const created = await printer.ask('Create-Job', { 'job-name': `bench-condition-${controls}` }).catch(() => null)
    const id = created && succeeded(created) ? created.job[0]?.['job-id'] : undefined
    if (id === undefined) return
    const document = { 'job-id': id, 'document-format': formats.split(',')[0]!, 'last-document': true }
    await printer.ask('Send-Document', document, { data: Buffer.from('%PDF-1.4\n') }).catch(() => {})
  }

  return {
    async start() {
      needs('ippeveprinter', 'cups-ipp-utils')
      needs('dbus-run-session', 'dbus')
      // In memory if there is such a place: what is printed never touches a disk.
      folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'virtual-printer-'))
      port ||= await freePort()
      await copyFile(join(import.meta.dirname, 'printer-hook.sh'), join(folder, 'hook'))
      await writeFile(join(folder, 'pace'), options.pace === 'none' ? '0' : String(PAGE_SECONDS))
      await plug()
      return url()
    },
    async stop() {
      await unplug()
      if (folder) await rm(folder, { recursive: true, force: true })
    },
    unplug,
    plug,
    async condition(now) {
      condition = now
      if (child) await apply()
    },
    state: () => ({ condition, plugged: child !== undefined, pages: pages().length, url: url() }),
    folder: () => folder,
    pages,
    last: () => readFile(join(folder, 'last')).catch(() => null),
  }
}

const SECOND_TRAY = 'size3=iso_dl_110x220mm&type3=envelope&level3=25'

/**
 * `sh` leads a process group of its own and holds our pipe: when we close it, or die in any way, ippeveprinter is killed
 * as by a pulled plug, its D-Bus session (which it wants for Avahi, and then does without) is reaped, and the rest of the
 * group (a job's command) is killed.
 */
const WATCHDOG = `
(dbus-run-session -- sh -c 'echo $$ >"$1/../pid"; DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS \
  exec ippeveprinter -r off -K "$1/.." -d "$1" -p "$2" -n localhost -c "$3" \
  -f "$4" Kiosk' sh "$1" "$2" "$3" "$4"
test -e "$1/../unplugged" || kill -KILL 0) &
session=$!
cat >/dev/null
: >"$1/../unplugged"
kill -KILL "$(cat "$1/../pid")"
wait $session
kill -KILL 0`

function needs(program: string, pkg: string): void {
  if (spawnSync(program, ['--version']).error)
    throw new Error(`The virtual printer needs ${program}: install the Debian package ${pkg}.`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function until(limitMs: number, otherwise: string, done: () => Promise<boolean | 'never'>): Promise<void> {
  const end = performance.now() + limitMs
  for (;;) {
    const now = await done()
    if (now === true) return
    if (now === 'never' || performance.now() > end) throw new Error(otherwise)
    await sleep(LOOK_MS)
  }
}
