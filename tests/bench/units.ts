/** How far each of the image's services is shut in, as `systemd-analyze security` counts it: 0 is best, 10 worst. */
import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { table } from './machine.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '../../provisioning/image/root/etc/systemd/system')
/** What citizens' data and strangers' bytes pass through. */
const LIMITS: Record<string, number> = { 'boks-box': 2.5, 'boks-kiosk': 3.5 }
/** Everything else but the one that makes file systems, which has nothing to read but its own disk. */
const LIMIT = 3
const UNLIMITED = ['boks-data']

if (!existsSync('/usr/bin/systemd-analyze')) {
  console.log('systemd-analyze is not here: not measured')
  process.exit(0)
}
const rows: Record<string, string | number>[] = []
let ok = true
for (const file of globSync('*.service', { cwd: folder }).sort()) {
  const name = basename(file, '.service').replace('@', '')
  const { stdout } = await run('systemd-analyze', [
    'security',
    '--offline=true',
    '--no-pager',
    join(folder, file),
  ]).catch((error: { stdout: string }) => error)
  const score = Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1])
  const limit = UNLIMITED.includes(name) ? null : (LIMITS[name] ?? LIMIT)
  if (!(score >= 0) || (limit !== null && score > limit)) ok = false
  rows.push({ service: name, exposure: score, bar: limit === null ? '–' : `≤ ${limit}` })
}
console.log(table('systemd-analyze security', rows))
process.exit(ok ? 0 : 1)
