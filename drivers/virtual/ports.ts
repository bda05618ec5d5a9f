/** Free ports for virtual devices, and who listens on them. */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { Fault } from '../../device/contract/faults.ts'

/** Below Linux's ephemeral range, so that no outgoing connection takes the port between choosing and listening. */
const PORTS = { from: 21_000, to: 31_000 }

/** Whether that very process listens there: a device's server need not fail when another program has the port. */
export async function ownsPort(pid: number, port: number): Promise<boolean> {
  const table = await readFile(`/proc/${pid}/net/tcp`, 'utf8').catch(() => '')
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `
  const row = table.split('\n').find((line) => line.includes(local) && / 0A /.test(line))
  const inode = row?.trim().split(/\s+/)[9]
  if (!inode) return false
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  return links.includes(`socket:[${inode}]`)
}

/** Two free ports in a row, for vpcd's two slots. Throws `port.busy`. */
export async function freePortPair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Fault('port.busy', `no free pair of ports between ${PORTS.from} and ${PORTS.to}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })
}
