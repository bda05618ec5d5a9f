/** Routes as data: one table is served by Fastify, checked against its schemas, and written out as OpenAPI. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { decoder } from '../../device/contract/decode.ts'

export type Call<Q, B> = {
  query: Q
  body: B
  params: Record<string, string>
  request: FastifyRequest
  reply: FastifyReply
}

export type Route = {
  method: 'get' | 'post' | 'put' | 'delete'
  /** As Fastify writes it: `/api/slots/:name`. */
  path: string
  summary: string
  query?: TSchema
  body?: TSchema
  /** Null: 204. */
  answer: TSchema | null
  /** Answers other than the wished one, each with when it comes. */
  problems?: Record<number, string>
  /** Only for people who are signed in. */
  staff?: boolean
  examples?: { query?: object; body?: unknown; answer?: unknown }
  handle(call: Call<unknown, unknown>): Promise<unknown>
}

type Nothing = Record<string, never>

/** A route with the types of its schemas. */
export function route<Q extends TSchema | undefined = undefined, B extends TSchema | undefined = undefined>(
  one: Omit<Route, 'handle' | 'query' | 'body'> & {
    query?: Q
    body?: B
    handle(
      call: Call<Q extends TSchema ? Static<Q> : Nothing, B extends TSchema ? Static<B> : Nothing>,
    ): Promise<unknown>
  },
): Route {
  return one as unknown as Route
}

export function serveRoutes(app: FastifyInstance, routes: Route[]): void {
  for (const { method, path, query, body, answer, handle } of routes) {
    const readQuery = query && decoder(query)
    const readBody = body && decoder(body)
    app.route({
      method: method.toUpperCase(),
      url: path,
      handler: async (request, reply) => {
        const result = await handle({
          query: readQuery ? readQuery(request.query) : {},
          body: readBody ? readBody(request.body ?? {}) : {},
          params: request.params as Record<string, string>,
          request,
          reply,
        })
        if (reply.sent) return reply
        return answer === null ? reply.code(204).send() : reply.send(result)
      },
    })
  }
}
