/** `make test-image`: what takes minutes and root: the break-out suite, and the built disk in QEMU. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { bootImage } from './boot.ts'
import { breakOut } from './break-out.ts'

const out = resolve(import.meta.dirname, '../../.run/image')
const say = (line: string) => process.stdout.write(`  ${line}\n`)
const only = process.argv[2]
let failed = false
if (!only || only === 'break-out') failed = (await breakOut(say)).length > 0 || failed
if (!only || only === 'boot') {
  const disk = resolve(out, 'disk.img')
  if (existsSync(disk)) failed = (await bootImage(disk, resolve(out, 'screen.png'), say)).includes(null) || failed
  else say('no disk to boot: make image builds one')
}
process.exit(failed ? 1 : 0)
