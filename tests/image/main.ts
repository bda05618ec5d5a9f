/**
 * `make test-image`: what takes minutes and root: the break-out suite, the built disk in QEMU, updates and power cuts in them.
 * `node tests/image/main.ts [break-out|network|boot|accept|secure|update] [CUTS]` for one of them.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { acceptImage } from './accept.ts'
import { bootImage } from './boot.ts'
import { breakOut } from './break-out.ts'
import { examineCuts } from './cuts.ts'
import { examineNetwork } from './network.ts'
import { secureBoot } from './secure.ts'
import { updateImage } from './update.ts'

const out = resolve(import.meta.dirname, '../../.run/image')
const none = join(out, 'none')
const room = join(out, 'room')
const say = (line: string) => process.stdout.write(`  ${line}\n`)
const [only, cuts = '50'] = process.argv.slice(2)
let failed = false
// Its machines and hubs end with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
if (!only || only === 'break-out') failed = (await breakOut(say)).length > 0 || failed
if (!only || only === 'network') {
  if (existsSync(join(out, 'tree'))) {
    const wrong = await examineNetwork(join(out, 'tree'), say)
    for (const sentence of wrong) say(sentence)
    failed = wrong.length > 0 || failed
  } else say('no unpacked image: make image builds one')
}
if (!only || only === 'boot') {
  if (existsSync(resolve(out, 'disk.img'))) await bootImage(out, say)
  else say('no disk to boot: make image builds one')
}
if (!only || only === 'accept') {
  if (existsSync(join(room, 'disk.img'))) await acceptImage(room, say)
  else say('no disk with a test camera: tests/image/slots.sh builds one')
}
if (!only || only === 'secure') {
  if (existsSync(join(none, 'db.auth'))) await secureBoot(none, say)
  else say('no disk that brings its keys: tests/image/slots.sh builds one')
}
if (!only || only === 'update') {
  if (existsSync(join(none, 'bad/borgerboks-0.3.0.boks'))) {
    const folder = mkdtempSync(join(tmpdir(), 'boks-update-'))
    try {
      await updateImage(none, folder, say, false)
      // The bad one stands whole in the menu for a while too: it is started, and goes back by itself.
      const bundles = ['borgerboks-0.1.0.boks', 'next/borgerboks-0.2.0.boks', 'bad/borgerboks-0.3.0.boks'].map((name) =>
        join(none, name),
      )
      const outcome = await examineCuts(join(none, 'disk.img'), join(folder, 'writes.log'), bundles, Number(cuts))
      say(
        `${outcome.cuts} power cuts at recorded writes: ${outcome.old} start the old version, ${outcome.new} a newer one, ${outcome.broken.length} none`,
      )
      for (const one of outcome.broken) say(one)
      failed = outcome.broken.length > 0 || failed
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  } else say('no versions to update to: tests/image/slots.sh builds them')
}
process.exit(failed ? 1 : 0)
