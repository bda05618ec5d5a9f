/** A link cut in half, or a stranger’s guess, where an id stands: every route of the running hub says so in a sentence. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { request } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { shapes } from '../../hub/web/parameters.ts'
import { hubHere, post, signIn } from './clients.ts'

const test = suite('hub: malformed ids')
let hub: Awaited<ReturnType<typeof hubHere>>
const routes: { method: string; url: string }[] = []

/** Fastify tells of each app that is made in this process: so the routes are those of the running hub, and none is left out. */
const watch = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance }
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (url.includes(':')) routes.push({ method: one, url })
  })
}

test.before(async () => {
  subscribe('fastify.initialization', watch)
  const all = ['caseworker', 'supervisor', 'planner', 'technician', 'auditor', 'finance'] as const
  hub = await hubHere({ users: [{ user: 'alle', password: 'alle-password', name: 'Alle', role: '', roles: [...all] }] })
  unsubscribe('fastify.initialization', watch)
})
test.after(() => hub.end())

/** As it is written: `fetch` would tidy the path up first. */
const send = (method: string, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const wants = method === 'POST' || method === 'PUT'
    const type = wants ? { 'content-type': 'application/json', 'content-length': '2' } : {}
    request(hub.web, { method, path, headers: { ...headers, ...type } }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, body }))
    })
      .on('error', (error) => reject(new Error(`${method} ${path.slice(0, 80)}: ${error.message}`)))
      .end(wants ? '{}' : '')
  })

const NOBODY = '00000000-0000-4000-8000-000000000000'
const wrong = [
  'x',
  'x'.repeat(90),
  'x'.repeat(5_000),
  '%00',
  'x%00',
  '-'.repeat(36),
  '99999999999',
  '%F0%9F',
  "'",
  '..',
]
const values = [...wrong, NOBODY, '999999999', '9999.9999.9999']

test('no id, however it is written, makes a route fail; what is none is said to be nothing, whoever asks', async () => {
  const web = routes.filter(({ url }) => url.startsWith('/api/') || url.startsWith('/booking/'))
  assert.ok(web.length > 50, `only ${web.length} routes were found`)
  const cookie = await signIn(hub.web, 'alle')
  const failed: string[] = []
  for (const { method, url } of web) {
    for (const value of values) {
      const path = url.replaceAll(/:\w+/g, value)
      const none = value.includes('%00') || [...url.matchAll(/:(\w+)/g)].some(([, name]) => !shapes[name!]!.test(value))
      for (const headers of [{}, { cookie }]) {
        const { status } = await send(method, path, headers as Record<string, string>)
        if (status >= 500 || (none && status !== 404)) failed.push(`${method} ${path.slice(0, 80)}: ${status}`)
      }
    }
  }
  assert.equal(failed, [])
})

test('a Dane reads it in Danish', async () => {
  const { status, body } = await send('GET', '/api/boxes/x/history', { 'accept-language': 'da' })
  assert.equal([status, JSON.parse(body)], [404, { error: 'Der er ikke noget med det nummer.' }])
})

test('a NUL in what somebody wrote is refused, not a failure of the hub', async () => {
  assert.is((await post(`${hub.web}/api/session`, { user: 'a\0', password: 'b' })).status, 400)
})

test.run()
