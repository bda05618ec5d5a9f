import type { FastifyInstance } from 'fastify'

/** When a page last said that it had painted (`performance.now()`); null: it never did. */
let last: number | null = null
export const lastPainted = () => last

/** `POST /painted` by the page; `GET /health` for the pages, and for the start of a new version. */
export function paintedRoutes(app: FastifyInstance, mode: 'box' | 'setup'): void {
  app.post('/painted', (_request, reply) => {
    last = performance.now()
    return reply.code(204).send()
  })
  app.get('/health', () => ({ ok: true, mode, painted: last === null ? null : Math.round(performance.now() - last) }))
}
