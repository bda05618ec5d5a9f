/** Secure boot with our own keys: a machine in setup mode takes them from the disk, and then starts nothing that is not signed. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startMachine } from '../../provisioning/image/machine.ts'

const run = promisify(execFile)
/** The boot partition's place on the disk (build.sh). */
const ESP = '@@1M'
/** Long after a signed one has started; the firmware refuses at once (ms). */
const REFUSED_MS = 90_000
const STARTED = /Linux version|systemd\[1\]/
/** The loader takes the keys, and the machine starts anew; the kernel says nothing of it at its usual level. */
const ENROLLED = /Enrolling secure boot keys.*systemd\[1\]/s
const REFUSED = /access denied|security violation/i

/** Starts a disk built with ENROLL=1 and DEBUG=1. Seconds until it has taken the keys and started; throws when an unsigned one starts. */
export async function secureBoot(out: string, say: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-secure-'))
  const signed = join(out, 'disk.img')
  const disk = join(folder, 'changed.img')
  const from = performance.now()
  const boot = async (file: string, done: (serial: string) => boolean, ms: number) => {
    const machine = await startMachine({ folder, disk: file, secureBoot: true })
    try {
      const limit = performance.now() + ms
      while (!done(machine.serial()) && performance.now() < limit) await sleep(500)
      await machine.screenshot(join(out, 'secure.png'))
      return machine.serial()
    } finally {
      await machine.powerCut()
    }
  }
  try {
    const first = await boot(signed, (serial) => ENROLLED.test(serial), 300_000)
    if (!ENROLLED.test(first)) throw new Error('the keys were not taken')
    const seconds = Math.round((performance.now() - from) / 1000)
    say(`secure boot with our own keys, taken from the disk in setup mode: started with them after ${seconds} s`)
    const files = [
      ['slot.unsigned.efi', 'EFI/Linux/borgerboks_0.1.0.efi', 'the kernel'],
      ['/usr/lib/systemd/boot/efi/systemd-bootx64.efi', 'EFI/BOOT/BOOTX64.EFI', 'the boot loader'],
    ] as const
    for (const [file, place, what] of files) {
      await run('cp', ['--sparse=always', signed, disk])
      await run('mcopy', ['-o', '-i', `${disk}${ESP}`, file.startsWith('/') ? file : join(out, file), `::/${place}`])
      // The firmware's variables stay: they hold the keys.
      rmSync(join(folder, 'disk.qcow2'))
      const serial = await boot(disk, (text) => STARTED.test(text) || REFUSED.test(text), REFUSED_MS)
      if (STARTED.test(serial)) throw new Error(`${what} is not signed, and started`)
      say(`${what} without a signature: refused (${REFUSED.exec(serial)?.[0] ?? 'nothing started'})`)
    }
    return seconds
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
