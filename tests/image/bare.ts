/** The same kernel with nothing to start: what the machine itself costs, for comparison. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CPU } from '../../provisioning/image/machine.ts'

const run = promisify(execFile)
const INIT = '#!/bin/busybox sh\n/bin/busybox poweroff -f\n'

/** Seconds from power on until the kernel of the image has started, run one program and switched the machine off. `out`: of build.sh. */
export async function bareBoot(out: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-bare-'))
  try {
    const tree = join(folder, 'tree')
    mkdirSync(join(tree, 'bin'), { recursive: true })
    cpSync(join(out, 'initrd/bin/busybox'), join(tree, 'bin/busybox'))
    writeFileSync(join(tree, 'init'), INIT, { mode: 0o755 })
    const initrd = join(folder, 'initrd.img')
    await run('sh', ['-c', `cd '${tree}' && find . | cpio -o -H newc --quiet | gzip >'${initrd}'`])
    const from = performance.now()
    await run('nice', [
      ...['-n', '5', 'qemu-system-x86_64', '-M', 'q35', '-accel', 'tcg,thread=multi', '-cpu', CPU, '-smp', '2'],
      ...['-m', '3072', '-display', 'none', '-no-reboot', '-nic', 'none'],
      ...['-kernel', join(out, 'vmlinuz'), '-initrd', initrd, '-append', 'quiet panic=-1'],
    ])
    return Math.round((performance.now() - from) / 100) / 10
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
