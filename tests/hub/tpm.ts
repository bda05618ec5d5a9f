/** A TPM 2.0 for tests: swtpm with an endorsement certificate of its own little maker. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Null where swtpm or tpm2-tools are not installed. `roots`: folder of the maker's certificates. */
export async function startTpm(): Promise<{
  tcti: string
  roots: string
  tool(name: string, ...args: string[]): Promise<boolean>
  end(): Promise<void>
} | null> {
  const there = await Promise.all(
    ['swtpm', 'swtpm_setup', 'tpm2_sign'].map((name) =>
      run('which', [name]).then(
        () => true,
        () => false,
      ),
    ),
  )
  if (there.includes(false)) return null
  const folder = mkdtempSync(join(tmpdir(), 'boks-swtpm-'))
  const state = join(folder, 'state')
  const maker = join(folder, 'maker')
  for (const path of [state, maker]) mkdirSync(path)
  writeFileSync(
    join(folder, 'localca.conf'),
    `statedir = ${maker}\nsigningkey = ${maker}/key.pem\nissuercert = ${maker}/issuer.pem\ncertserial = ${maker}/serial\n`,
  )
  writeFileSync(join(folder, 'options'), '--platform-manufacturer Test\n--platform-version 1\n--platform-model Test\n')
  writeFileSync(
    join(folder, 'setup.conf'),
    `create_certs_tool = /usr/bin/swtpm_localca\ncreate_certs_tool_config = ${folder}/localca.conf\ncreate_certs_tool_options = ${folder}/options\n`,
  )
  await run(
    'swtpm_setup',
    ['--tpm2', '--tpmstate', state, '--create-ek-cert', '--config', join(folder, 'setup.conf'), '--lock-nvram'],
    {
      env: { ...process.env, XDG_CONFIG_HOME: folder },
    },
  )
  const socket = join(folder, 'tpm')
  const child = spawn(
    'swtpm',
    [
      'socket',
      '--tpm2',
      '--tpmstate',
      `dir=${state}`,
      '--server',
      `type=unixio,path=${socket}`,
      '--ctrl',
      `type=unixio,path=${socket}.ctrl`,
      '--flags',
      'not-need-init,startup-clear',
    ],
    { stdio: 'ignore' },
  )
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
  const tcti = `swtpm:path=${socket}`
  const env = { ...process.env, TPM2TOOLS_TCTI: tcti, TSS2_LOG: 'all+NONE' }
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await run('tpm2_getrandom', ['1', '-o', '/dev/null'], { env }).then(
        () => true,
        () => false,
      )
    )
      break
    await sleep(50)
  }
  return {
    tcti,
    roots: maker,
    /** What any system on this machine may try; whether the TPM did it. */
    tool: (name, ...args) =>
      run(`tpm2_${name}`, args, { env }).then(
        () => true,
        () => false,
      ),
    async end() {
      process.off('exit', kill)
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
