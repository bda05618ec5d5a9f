/**
 * `node installer.ts install|bless`: the only part of the box that may write to the other half of its disk. It runs as root, without
 * a network, and believes nobody but the maker's signature. `install` serves one connection of the box runtime (stdin and
 * stdout): a bundle, answered by lines of JSON, or the word `reboot`, or `unwell` of a new version that is not well.
 */
import { execFile } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { byteReader } from './bytes.ts'
import { bless, condemn, install } from './install.ts'
import { ownVersion } from './version.ts'

const run = promisify(execFile)
/** A signed release is some hundred bytes. */
const LINE_MAX = 4_096
const app = resolve(import.meta.dirname, '../..')
/** Written by the first file system, by nobody after it. */
const BOOTED = '/run/boks-boot'
const ESP = '/run/boks-esp'
const device = (label: string) => realpathSync(join('/dev/disk/by-partlabel', label))

async function mounted<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(ESP, { recursive: true, mode: 0o700 })
  await run('mount', ['-t', 'vfat', '-o', 'nosuid,nodev,noexec,umask=077', device('boks-esp'), ESP])
  try {
    return await work()
  } finally {
    await run('umount', [ESP])
  }
}

async function serve(): Promise<void> {
  const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
  const input = byteReader(process.stdin)
  const jws = await input.line(LINE_MAX)
  if (jws === null) return
  if (jws === 'unwell' && !(await mounted(() => condemn(ESP, ownVersion())))) return
  if (jws === 'reboot' || jws === 'unwell') return void (await run('systemctl', ['reboot']))
  const key = createPublicKey(readFileSync(join(app, 'release.pem')))
  const other = readFileSync(join(BOOTED, 'slot'), 'utf8').trim() === 'a' ? 'b' : 'a'
  const slot = { root: device(`root-${other}`), hash: device(`hash-${other}`) }
  say(
    await mounted(() =>
      install({ jws, key, running: ownVersion(), slot, esp: ESP }, input.more, () => say({ is: 'accepted' })),
    ),
  )
}

if (process.argv[2] === 'bless') {
  const failed = await mounted(() => bless(ESP, ownVersion()))
  writeFileSync(join(BOOTED, 'failed'), failed.join('\n'))
} else await serve()
process.exit(0)
