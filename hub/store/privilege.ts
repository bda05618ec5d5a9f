import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Fault } from '../../device/contract/faults.ts'

/** Whose rights PostgreSQL gets when the hub is root: it refuses to run as root. */
const USER = 'nobody'

/** `prefix` goes before a command; `owner` is who must own the files it writes (null: ourselves). */
export type Privilege = { prefix: string[]; owner: { uid: number; gid: number } | null }

/**
 * How to run PostgreSQL here. It gets SIGINT (its fast shutdown) from the kernel when the hub dies, however it dies.
 * `reach` are files it must get at: under a closed folder such as /root the unprivileged user is given the one
 * capability that passes closed folders, so that a checkout works wherever root put it.
 */
export function privilege(reach: string[]): Privilege {
  const dies = ['--pdeathsig', 'INT']
  if (process.getuid?.() !== 0) return { prefix: ['setpriv', ...dies, '--'], owner: null }

  const row = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${USER}:[^:]*:(\\d+):(\\d+):`, 'm'))
  if (!row) throw new Fault('config.invalid', `database: there is no user ${USER} to run PostgreSQL as`)
  const owner = { uid: Number(row[1]), gid: Number(row[2]) }
  const become = ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...dies]
  // The secure bit makes access(2) respect the capability too; PostgreSQL asks it about its own binary.
  const passes = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  for (const prefix of [
    [...become, '--'],
    [...become, ...passes, '--'],
  ]) {
    if (reach.every((file) => runs([...prefix, 'test', '-x', file]))) return { prefix, owner }
  }
  throw new Fault('config.invalid', `database: user ${USER} cannot reach ${reach.join(' and ')}`)
}

function runs([command, ...rest]: string[]): boolean {
  return spawnSync(command!, rest, { stdio: 'ignore' }).status === 0
}
