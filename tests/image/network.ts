/**
 * The image's own firewall and clock on a real network: its nft and chronyd with its files, in a network namespace of their own,
 * and beside it one that plays hub, printer, time server and the rest of the world. Needs root and the unpacked image.
 */
import { execFile, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { rulesFor } from '../../device/firewall/rules.ts'

const run = promisify(execFile)
const BOX = '10.9.0.9'
const [HUB, TIME, PRINTER, WORLD] = ['10.9.0.1', '10.9.0.2', '10.9.0.3', '10.9.0.4']
const PORTS = [53, 80, 443, 631, 3478, 5349, 8200]
/** An answer on a cable of our own takes less; what is dropped never comes (ms). */
const ANSWER_MS = 1_500
/** Key exchange and four quick questions (`iburst`) take some seconds (ms). */
const CLOCK_MS = 25_000

/** Who may reach whom over TCP once the configuration names the printer. Everything else in the table must be closed. */
const open = new Set([`boks ${PRINTER} 631`])
for (const host of [HUB, TIME, PRINTER, WORLD]) {
  open.add(`systemd-resolve ${host} 53`)
  for (const port of [3478, 5349]) open.add(`kiosk ${host} ${port}`)
  for (const port of [...PORTS, 4460]) if (host === HUB) open.add(`boks ${HUB} ${port}`)
  open.add(`_chrony ${host} 4460`)
}

/** `tree`: of build.sh. What was not as it must be, a sentence each. */
export async function examineNetwork(tree: string, say: (line: string) => void): Promise<string[]> {
  const wrong: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'boks-network-'))
  const id = process.pid % 10_000
  const [inside, outside] = [`boks-in-${id}`, `boks-out-${id}`]
  const ends: (() => unknown)[] = []
  try {
    for (const name of [inside, outside]) {
      await run('ip', ['netns', 'add', name])
      ends.push(() => run('ip', ['netns', 'del', name]))
      await run('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
    }
    await run('ip', ['link', 'add', `in${id}`, 'netns', inside, 'type', 'veth', 'peer', `out${id}`, 'netns', outside])
    const address = (name: string, device: string, ip: string) =>
      run('ip', ['-n', name, 'address', 'add', `${ip}/24`, 'dev', device])
    await address(inside, `in${id}`, BOX)
    for (const ip of [HUB, TIME, PRINTER, WORLD]) await address(outside, `out${id}`, ip)
    await run('ip', ['-n', inside, 'link', 'set', `in${id}`, 'up'])
    await run('ip', ['-n', outside, 'link', 'set', `out${id}`, 'up'])

    const root = join(folder, 'root')
    for (const name of ['root', 'upper', 'work']) mkdirSync(join(folder, name))
    const layers = `lowerdir=${tree},upperdir=${join(folder, 'upper')},workdir=${join(folder, 'work')}`
    await run('mount', ['-t', 'overlay', 'overlay', '-o', layers, root])
    ends.push(() => run('umount', ['-l', root]))
    await run('mount', ['--bind', '/dev', join(root, 'dev')])
    ends.push(() => run('umount', ['-l', join(root, 'dev')]))
    writeFileSync(join(root, 'etc/borgerboks/allow-v4.nft'), `elements = { ${HUB} . 1-65535 }\n`)
    writeFileSync(join(root, 'etc/hosts'), `127.0.0.1 localhost\n${TIME} nts.netnod.se ptbtime1.ptb.de\n`)

    const own = (name: string) => ['netns', 'exec', name, 'chroot', root]
    await run('ip', [...own(inside), '/usr/sbin/nft', '-f', '/etc/nftables.conf'])
    const users = Object.fromEntries(
      readFileSync(join(root, 'etc/passwd'), 'utf8')
        .split('\n')
        .map((line) => [line.split(':')[0], line.split(':')[2]]),
    )
    const there = listener(outside, [...PORTS, 4460])
    const here = listener(inside, [8100, 22])
    ends.push(() => there.kill('SIGKILL'))
    ends.push(() => here.kill('SIGKILL'))
    await sleep(1_000)
    if ((await reach(inside, users.boks!, PRINTER, [631])).length > 0)
      wrong.push('the printer’s port is open before a configuration names it')
    writeFileSync(join(root, 'tmp/devices.nft'), rulesFor(JSON.stringify([[PRINTER, 631]]))!)
    await run('ip', [...own(inside), '/usr/sbin/nft', '-f', '/tmp/devices.nft'])
    let asked = 0
    for (const who of ['boks', 'kiosk', '_chrony', 'systemd-resolve', 'root', 'nobody'])
      for (const host of [HUB, TIME, PRINTER, WORLD]) {
        const reached = await reach(inside, users[who]!, host, [...PORTS, 4460])
        for (const port of [...PORTS, 4460]) {
          asked += 1
          const is = reached.includes(port)
          if (is !== open.has(`${who} ${host} ${port}`))
            wrong.push(`${who} ${is ? 'reaches' : 'does not reach'} ${host}:${port}`)
        }
      }
    const inbound = await reach(outside, '0', BOX, [8100, 22])
    if (inbound.length > 0) wrong.push(`from outside ${inbound.join(', ')} is open`)
    say(`${asked} ways out by user, address and port, 2 ways in: ${wrong.length} not as they must be`)
    there.kill('SIGKILL')

    for (const [server, trusted, wanted] of [
      ['time server with a valid certificate', 'own', true],
      ['one whose certificate begins after this clock’s date (a dead clock battery)', 'future', true],
      ['one with a stranger’s certificate', 'stranger', false],
      ['one without NTS', 'none', false],
    ] as const) {
      const set = await clock(root, [inside, outside], trusted)
      say(`${server}: ${set ? 'its time is taken' : 'refused'}`)
      if (set !== wanted) wrong.push(`${server}: ${set ? 'taken' : 'refused'}`)
    }
  } finally {
    for (const end of ends.reverse()) await Promise.resolve(end()).catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  }
  return wrong
}

/** Listens on those ports of a namespace; says nothing. */
function listener(name: string, ports: number[]) {
  const script = `for (const port of ${JSON.stringify(ports)}) require('net').createServer((s) => s.destroy()).listen(port, '0.0.0.0')`
  return spawn('ip', ['netns', 'exec', name, process.execPath, '-e', script], { stdio: 'ignore' })
}

/** Which of these ports somebody reaches from that namespace. */
async function reach(name: string, user: string, host: string, ports: number[]): Promise<number[]> {
  const script = `Promise.all(${JSON.stringify(ports)}.map((port) => new Promise((resolve) => {
    const socket = require('net').connect({ port, host: '${host}' })
    const end = (is) => { socket.destroy(); resolve(is ? [port] : []) }
    socket.on('connect', () => end(true)).on('error', () => end(false))
    setTimeout(() => end(false), ${ANSWER_MS})
  }))).then((all) => console.log(JSON.stringify(all.flat())))`
  const as = ['setpriv', '--reuid', user, '--clear-groups', process.execPath, '-e', script]
  const { stdout } = await run('ip', ['netns', 'exec', name, ...as])
  return JSON.parse(stdout) as number[]
}

type Certificate = 'own' | 'future' | 'stranger' | 'none'

/** Whether the box's chronyd, with its own configuration, takes the time of that server. The clock itself is not touched (-x). */
async function clock(root: string, [inside, outside]: [string, string], is: Certificate): Promise<boolean> {
  const at = (name: string) => join(root, 'tmp', name)
  const openssl = (...args: string[]) => run('openssl', args)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-subj',
    '/CN=ca',
    '-days',
    '9000',
  )
  await openssl('req', ...key, '-keyout', at('nts.key'), '-out', at('nts.csr'), '-subj', '/CN=nts.netnod.se')
  writeFileSync(at('names'), 'subjectAltName=DNS:nts.netnod.se,DNS:ptbtime1.ptb.de\n')
  writeFileSync(at('index'), '')
  writeFileSync(at('serial'), '01\n')
  const section = [
    '[ca]',
    'default_ca=x',
    '[x]',
    `database=${at('index')}`,
    `new_certs_dir=${join(root, 'tmp')}`,
    `serial=${at('serial')}`,
  ]
  writeFileSync(at('ca.cnf'), [...section, 'default_md=sha256', 'policy=p', '[p]', 'commonName=supplied'].join('\n'))
  const from = is === 'future' ? '20400101000000Z' : '20250101000000Z'
  const dates = ['-startdate', from, '-enddate', '20450101000000Z', '-batch', '-notext']
  const files = ['-cert', at('ca.pem'), '-keyfile', at('ca.key'), '-in', at('nts.csr'), '-out', at('nts.pem')]
  await openssl('ca', '-config', at('ca.cnf'), '-extfile', at('names'), ...dates, ...files)
  const store = 'etc/ssl/certs/ca-certificates.crt'
  if (is === 'stranger') writeFileSync(join(root, store), '')
  else cpSync(at('ca.pem'), join(root, store))
  const nts = is === 'none' ? [] : ['ntsserverkey /tmp/nts.key', 'ntsservercert /tmp/nts.pem']
  const server = ['local stratum 1', 'allow', 'cmdport 0', 'bindcmdaddress /', 'pidfile /tmp/server.pid', 'user root']
  writeFileSync(at('server.conf'), [...server, ...nts, ''].join('\n'))
  rmSync(join(root, 'run/chrony'), { recursive: true, force: true })
  const daemon = (name: string, ...args: string[]) =>
    spawn('ip', ['netns', 'exec', name, 'chroot', root, '/usr/sbin/chronyd', '-x', '-d', ...args], { stdio: 'ignore' })
  const daemons = [daemon(outside, '-f', '/tmp/server.conf')]
  try {
    await sleep(500)
    daemons.push(daemon(inside))
    const limit = performance.now() + CLOCK_MS
    while (performance.now() < limit) {
      await sleep(500)
      if (!existsSync(join(root, 'run/chrony/chronyd.sock'))) continue
      const ask = (what: string) =>
        run('ip', ['netns', 'exec', inside, 'chroot', root, '/usr/bin/chronyc', '-c', what]).then(
          ({ stdout }) => stdout,
          () => '',
        )
      // The state of the one that the clock follows; and that it came under NTS.
      if (/^\^,\*,/m.test(await ask('sources'))) return /,NTS,[1-9]/.test(await ask('authdata'))
    }
    return false
  } finally {
    for (const one of daemons) one.kill('SIGTERM')
    await sleep(300)
    for (const file of ['server.pid', 'index']) rmSync(at(file), { force: true })
  }
}
