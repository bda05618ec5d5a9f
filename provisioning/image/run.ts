/**
 * `make image-run`: the kiosk disk on this desk, and a hub of its own that the box finds, so that a technician can go the whole
 * way: code on the box's screen, fleet page, fingerprint on both. Everything is kept in .run/image/run until `FRESH=1`.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { isFault } from '../../device/contract/faults.ts'
import { startChild } from '../demo/child.ts'
import { demoPlanner, demoPorts, demoTechnician, portsFree } from '../demo/demo.ts'
import { HUB_ADDRESS, startMachine } from './machine.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const out = join(root, '.run/image')
const folder = join(out, 'run')
const say = (line: string) => process.stdout.write(`${line}\n`)
const quiet = () => {}

/** A window where there is a desktop and QEMU can draw on it; VNC anywhere else. */
async function display(): Promise<'gtk' | 'vnc'> {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'vnc'
  const { stdout } = await run('qemu-system-x86_64', ['-display', 'help']).catch(() => ({ stdout: '' }))
  return /^gtk$/m.test(stdout) ? 'gtk' : 'vnc'
}

async function startHub(): Promise<(() => Promise<void>)[]> {
  const authorityFolder = join(folder, 'authority')
  const authority = await startChild<{ url: string }>(
    join(root, 'drivers/virtual/authority.ts'),
    ['--port', String(demoPorts.authority), '--folder', authorityFolder],
    quiet,
  )
  const config = join(folder, 'hub.json')
  const person = { role: 'Tekniker' }
  writeFileSync(
    config,
    JSON.stringify({
      data: join(folder, 'hub'),
      municipality: 'Prøveby Kommune',
      web: { host: '127.0.0.1', port: demoPorts.web },
      box: { host: '127.0.0.1', port: demoPorts.box, name: HUB_ADDRESS },
      database: null,
      authority: authority.ready.url,
      users: [
        { ...demoTechnician, ...person, name: 'Teknik', roles: ['technician'] },
        { ...demoPlanner, ...person, name: 'Pia Plan', roles: ['planner'] },
      ],
      iceServers: [],
    }),
  )
  const hub = await startChild(join(root, 'hub/main.ts'), [config], quiet)
  return [hub.stop, authority.stop]
}

try {
  if (process.env.FRESH) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { web, box, authority } = demoPorts
  await portsFree({ web, box, authority })
  const ends = await startHub()
  const shown = await display()
  const machine = await startMachine({ folder, disk: join(out, 'disk.img'), display: shown, hub: [web, box] })
  say('The kiosk starts; without KVM it takes a minute or two until its screen shows something.')
  say(shown === 'gtk' ? '  its screen    in the window' : '  its screen    any VNC viewer: vncviewer 127.0.0.1:5907')
  say(`  fleet page    http://127.0.0.1:${web}/fleet/   ${demoTechnician.user} / ${demoTechnician.password}`)
  say('Type the code on its screen at the fleet page. Ctrl-C ends it all as a power cut would; FRESH=1 forgets it.')
  const end = async () => {
    await machine.powerCut()
    for (const stop of ends) await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
  machine.process.once('exit', () => void end())
} catch (error) {
  process.stderr.write(`${isFault(error) ? error.detail : (error as Error).message}\n`)
  process.exit(1)
}
