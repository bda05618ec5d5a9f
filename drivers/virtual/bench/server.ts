import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import { fastify } from 'fastify'
import type { WebSocket } from 'ws'
import { BenchAct } from '../../../device/contract/bench.ts'
import { decoder } from '../../../device/contract/decode.ts'
import { Fault, isFault } from '../../../device/contract/faults.ts'
import type { Room } from './room.ts'

const decodeAct = decoder(BenchAct, 10_000)

/** The bench's loopback API and page (device/contract/bench.ts). Resolves with its URL and how to close it. */
export async function serveBench(
  room: Room,
  port: number,
  page: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const app = fastify()
  await app.register(fastifyWebsocket)
  const sockets = new Set<WebSocket>()
  room.onChange(() => {
    const text = JSON.stringify(room.state())
    for (const socket of sockets) socket.send(text)
  })
  app.addHook('onRequest', async (request, reply) => {
    const { origin, host } = request.headers
    if (origin !== undefined && origin !== `http://${host}`)
      await reply.code(403).send({ error: 'Not from this page.' })
  })
  app.get('/api/state', () => room.state())
  app.get('/paper.pdf', async (_request, reply) => {
    const paper = await room.paper()
    if (!paper) return reply.code(404).send({ error: 'Nothing was printed yet.' })
    return reply.header('content-type', 'application/pdf').header('cache-control', 'no-store').send(paper)
  })
  app.get('/events', { websocket: true }, (socket: WebSocket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.send(JSON.stringify(room.state()))
  })
  app.post('/api/do', async (request, reply) => {
    try {
      await room.act(decodeAct(request.body))
    } catch (error) {
      const sentence = isFault(error) ? error.detail || error.message : (error as Error).message
      return reply.code(400).send({ error: sentence })
    }
    return reply.code(204).send()
  })
  if (existsSync(page)) await app.register(fastifyStatic, { root: page, cacheControl: false })
  try {
    await app.listen({ host: '127.0.0.1', port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new Fault('port.busy', `port ${port} of the virtual bench is in use`)
    }
    throw error
  }
  return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`, close: () => app.close() }
}
