import { createHash, generateKeyPairSync } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { CompactEncrypt, CompactSign, compactDecrypt } from 'jose'
import Type from 'typebox'
import { type InboxEntry, InboxPost } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import { Fault, isFault } from '../../device/contract/faults.ts'
import { Sealed } from '../../device/contract/link.ts'
import { Id, nullable, oneOf, PublicKey } from '../../device/contract/nouns.ts'
import { checkApplication } from './authority-check.ts'
import { type InboxStore, openInboxStore, type Stored } from './authority-store.ts'
import { registerFacts } from './register-facts.ts'

/** As slow as an overloaded registry: past a person's patience, within the link's limit (ms). */
const SLOW_MS = 3_000
/** One sealed application at its largest (`Sealed`) with its wrapping (bytes). */
const BODY_LIMIT = 8 * 1024 * 1024

const Misbehaviour = oneOf(['none', 'down', 'slow', 'wrong-signature', 'hang-up'])
/** `hang-up`: stores, and cuts the connection before it answers. `down`: answers 503 and stores nothing. */
export type Misbehaviour = 'none' | 'down' | 'slow' | 'wrong-signature' | 'hang-up'

const asPost = decoder(InboxPost)
const asBox = decoder(Type.Object({ box: Id, key: PublicKey }))
const asSealed = decoder(Type.Object({ sealed: Sealed }))
const asLookup = decoder(
  Type.Object({
    personalNumber: nullable(Type.String()),
    surname: Type.String(),
    dateOfBirth: Type.String(),
    replyKey: PublicKey,
  }),
)
const asMisbehaviour = decoder(Type.Object({ is: Misbehaviour }))

export type VirtualAuthority = {
  /** Listens on loopback; resolves with the address, `http://127.0.0.1:<port>`. */
  start(): Promise<string>
  stop(): Promise<void>
  /** Down (503) and back. */
  unplug(): void
  plug(): void
  misbehave(how: Misbehaviour): void
  registerBox(box: string, key: PublicKey): void
  state(): { misbehaviour: Misbehaviour; applications: InboxEntry[] }
}

/** A stand-in for the issuing authority's inbox, for demo, training and tests. `folder` keeps its key and what it took. */
export function createAuthority(options: { folder: string; port?: number }): VirtualAuthority {
  const store = openInboxStore(options.folder)
  let misbehaviour: Misbehaviour = 'none'
  let server: FastifyInstance | undefined
  const misbehave = (how: Misbehaviour) => {
    misbehaviour = how
  }

  function build(): FastifyInstance {
    const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true })
    app.setErrorHandler((error, _request, reply) => {
      const status = (error as { statusCode?: number }).statusCode ?? (isFault(error) ? 422 : 500)
      return reply.code(status).send({ error: isFault(error) ? `Refused: ${error.detail}.` : String(error) })
    })
    app.get('/key', () => store.publicKey)
    app.get('/applications', () => listed(store))
    app.post('/boxes', (request, reply) => {
      const { box, key } = asBox(request.body)
      store.registerBox(box, key)
      return reply.code(204).send()
    })
    app.post('/misbehave', (request, reply) => {
      misbehave(asMisbehaviour(request.body).is)
      return reply.code(204).send()
    })
    app.post('/register', async (request, reply) => {
      if (misbehaviour === 'down') return reply.code(503).send({ error: 'The register is closed.' })
      const opened = await compactDecrypt(asSealed(request.body).sealed, store.key)
      const { replyKey, ...who } = asLookup(JSON.parse(Buffer.from(opened.plaintext).toString()))
      const sealed = await new CompactEncrypt(Buffer.from(JSON.stringify({ facts: registerFacts(who) })))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
        .encrypt(replyKey)
      return reply.send({ sealed })
    })
    app.post('/applications', (request, reply) => take(request.body, reply))
    return app
  }

  async function take(body: unknown, reply: FastifyReply): Promise<FastifyReply> {
    if (misbehaviour === 'down') return reply.code(503).send({ error: 'The inbox is closed.' })
    if (misbehaviour === 'slow') await sleep(SLOW_MS)
    const { applicationId, sealed } = asPost(body)
    const acknowledgement = await receive(store, applicationId, sealed)
    if (misbehaviour === 'hang-up') {
      reply.hijack()
      reply.raw.destroy()
      return reply
    }
    if (misbehaviour === 'wrong-signature') {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      return reply.send({ acknowledgement: await acknowledge(privateKey, applicationId, sealed) })
    }
    return reply.send({ acknowledgement })
  }

  return {
    async start() {
      server = build()
      return server.listen({ host: '127.0.0.1', port: options.port ?? 0 }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') throw new Fault('port.busy', `port ${options.port}`)
        throw error
      })
    },
    async stop() {
      await server?.close()
      server = undefined
    },
    unplug: () => misbehave('down'),
    plug: () => misbehave('none'),
    misbehave,
    registerBox: store.registerBox,
    state: () => ({ misbehaviour, applications: listed(store) }),
  }
}

/** Verifies and stores once per id; delivered again, the same application is only counted and acknowledged again. */
async function receive(store: InboxStore, applicationId: string, sealed: string): Promise<string> {
  const { application, decision, contentHash } = await checkApplication(applicationId, sealed, store.key, (box) =>
    store.boxes.get(box),
  )
  // Made before looking whether it is stored: from the look to the keeping nothing waits.
  const acknowledgement = await acknowledge(store.key, applicationId, sealed)
  const known = store.entries.get(applicationId)
  if (known) {
    if (known.contentHash !== contentHash) throw new Fault('message.malformed', 'another application has this id')
    store.update({ ...known, deliveries: known.deliveries + 1, acknowledgement })
    return acknowledgement
  }
  if (decision.verdict === 'postponed') throw new Fault('message.malformed', 'a postponed case is not sent')
  const entry: Stored = {
    applicationId,
    at: new Date().toISOString(),
    verdict: decision.verdict,
    verified: true,
    captures: application.captures !== null,
    deliveries: 1,
    contentHash,
    acknowledgement,
  }
  store.keep(entry, sealed)
  return acknowledgement
}

function acknowledge(key: InboxStore['key'], applicationId: string, sealed: string): Promise<string> {
  const sha256 = createHash('sha256').update(sealed).digest('hex')
  const content = JSON.stringify({ applicationId, sha256, at: new Date().toISOString() })
  return new CompactSign(Buffer.from(content)).setProtectedHeader({ alg: 'ES256' }).sign(key)
}

function listed(store: InboxStore): InboxEntry[] {
  return [...store.entries.values()].map(({ contentHash: _hash, acknowledgement: _jws, ...entry }) => entry)
}

/** `node drivers/virtual/authority.ts --port N --folder F`: prints one line of JSON when it is ready; SIGTERM ends it. */
async function program(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, folder: { type: 'string' } } })
  if (!values.folder) throw new Error('--folder is missing: where the authority keeps its key and inbox')
  const authority = createAuthority({ folder: values.folder, port: Number(values.port ?? 0) })
  const url = await authority.start()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void authority.stop())
  console.log(JSON.stringify({ is: 'ready', url, port: Number(new URL(url).port) }))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  program().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
