/** What the fault-injection tables cut with: a process that dies at a ledger's write, a network that breaks at a byte. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** The process is gone: whatever was going on ends here. */
export class Killed extends Error {}

type Writes<E> = { write(entry: E): Promise<void> }

/** A ledger whose process is killed just before or just after the `nth` write; after that it writes nothing any more. */
export function killedAt<E, L extends Writes<E>>(ledger: L, nth: number, when: 'before' | 'after'): L {
  let writes = 0
  let dead = false
  const die = () => {
    dead = true
    throw new Killed(`${when} write ${nth}`)
  }
  return {
    ...ledger,
    async write(entry: E) {
      if (dead) throw new Killed('dead')
      writes += 1
      if (writes === nth && when === 'before') die()
      await ledger.write(entry)
      if (writes === nth && when === 'after') die()
    },
  }
}

/** A ledger that does something just after the `nth` write. */
export function actAt<E, L extends Writes<E>>(ledger: L, nth: number, act: () => void): L {
  let writes = 0
  return {
    ...ledger,
    async write(entry: E) {
      await ledger.write(entry)
      writes += 1
      if (writes === nth) act()
    },
  }
}

/** A wire to `port` that breaks once, after `bytes` in either direction, on its `nth` connection; then it is whole again. */
export async function brittleWire(port: number) {
  let plan: { connection: number; bytes: number } | null = null
  let connections = 0
  let isOut = false
  const open = new Set<Socket>()
  const server = createServer((near) => {
    connections += 1
    if (isOut) return void near.destroy()
    const cutting = plan?.connection === connections ? plan : null
    let seen = 0
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    const pass = (to: Socket) => (bytes: Buffer) => {
      seen += bytes.length
      if (!cutting || seen <= cutting.bytes) return void to.write(bytes)
      to.write(bytes.subarray(0, Math.max(0, bytes.length - (seen - cutting.bytes))), () => {
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', pass(far))
    far.on('data', pass(near))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    /** The `nth` connection from now on breaks after so many bytes. */
    cut(connection: number, bytes: number) {
      plan = { connection: connections + connection, bytes }
    },
    /** The cable out, or in again. */
    out(now: boolean) {
      isOut = now
      if (now) for (const socket of open) socket.destroy()
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
