/** Bundles in (technicians, web port) and out (boxes with a certificate, box port). */
import { createHash, createPublicKey, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { FastifyInstance } from 'fastify'
import { compactVerify } from 'jose'
import { decoder } from '../../device/contract/decode.ts'
import { LeaveAct, partsOf, RELEASE_TYPE, Release, RingAct } from '../../device/contract/release.ts'
import type { Config } from '../config.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { leave } from './left-behind.ts'
import { releaseView, setRing } from './releases.ts'

/** The signed first line. */
const LINE_MAX = 4_096
const decodeRelease = decoder(Release)
const decodeRing = decoder(RingAct)
const decodeLeave = decoder(LeaveAct)
const folderOf = (config: Config) => config.releases ?? join(config.data, 'releases')

export function releaseRoutes(app: FastifyInstance, { db, config }: Hub): void {
  const folder = folderOf(config)
  // A bundle is hundreds of megabytes: it goes to the disk as it comes.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  app.get('/api/releases', async (request) => {
    await signedIn(db, request, 'technician', 'planner')
    return releaseView(db)
  })
  app.put('/api/releases', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
    const { user } = await signedIn(db, request, 'technician')
    await mkdir(folder, { recursive: true })
    const part = join(folder, `${randomUUID()}.part`)
    const body = request.body as Readable
    try {
      const { jws, release } = await takeIn(body, part, config.releaseKey)
      const known = await db
        .selectFrom('releases')
        .select('version')
        .where('version', '=', release.version)
        .executeTakeFirst()
      if (known) throw problem(409, `${release.version} is here already.`)
      await rename(part, join(folder, `${release.version}.boks`))
      const { size } = await stat(join(folder, `${release.version}.boks`))
      await db.insertInto('releases').values({ version: release.version, who: user, jws, bytes: size }).execute()
      await audit(db, { act: 'released', who: user, detail: `${release.version}: taken in` })
      return await reply.code(201).send({ version: release.version })
    } finally {
      await rm(part, { force: true })
      // What is refused is read to its end all the same: a sender that is cut off never hears why, and its connection, kept
      // for the next request, would hang.
      await finished(body.resume()).catch(() => {})
    }
  })
  app.post('/api/releases/:version/ring', async (request, reply) => {
    const { user } = await signedIn(db, request, 'technician')
    const { version } = request.params as { version: string }
    if (!(await setRing(db, version, decodeRing(request.body).ring, user)))
      throw problem(404, 'There is no such release.')
    return reply.code(204).send()
  })
  app.post('/api/releases/:version/leave', async (request, reply) => {
    const { user } = await signedIn(db, request, 'technician')
    const { version } = request.params as { version: string }
    const { box, why } = decodeLeave(request.body)
    if (!(await leave(db, version, box, why.trim(), user))) throw problem(404, 'There is no such release.')
    return reply.code(204).send()
  })
}

/** On the box port, where only boxes with a valid certificate come in. */
export function bundleRoute(app: FastifyInstance, { db, config }: Hub): void {
  app.get('/releases/:version', async (request, reply) => {
    const { version } = request.params as { version: string }
    const row = await db
      .selectFrom('releases')
      .select(['bytes', 'ring'])
      .where('version', '=', version)
      .executeTakeFirst()
    if (!row || row.ring === 'none') return reply.code(404).send({ error: 'There is no such release.' })
    return reply
      .header('content-length', Number(row.bytes))
      .type('application/octet-stream')
      .send(createReadStream(join(folderOf(config), `${version}.boks`)))
  })
}

/** Writes a bundle to `path` and checks it on the way; 422 with the reason for one that no box would take. */
async function takeIn(
  body: Readable,
  path: string,
  key: string | undefined,
): Promise<{ jws: string; release: Release }> {
  let head = Buffer.alloc(0)
  let signed: { jws: string; release: Release } | null = null
  let parts: { bytes: number; sha256: string }[] = []
  let digest = createHash('sha256')
  let left = 0
  const next = () => {
    left = parts[0]?.bytes ?? 0
    digest = createHash('sha256')
  }
  const look = (chunk: Buffer) => {
    for (let rest = chunk; rest.length > 0; ) {
      if (parts.length === 0) throw problem(422, 'The bundle is longer than its signature says.')
      const own = rest.subarray(0, left)
      digest.update(own)
      left -= own.length
      rest = rest.subarray(own.length)
      if (left > 0) continue
      if (digest.digest('hex') !== parts.shift()!.sha256) throw problem(422, 'The bundle is damaged.')
      next()
    }
  }
  const take = async (chunk: Buffer) => {
    if (signed) return look(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf(10)
    if (end < 0 && head.length > LINE_MAX) throw problem(422, 'This is no bundle.')
    if (end < 0) return
    const jws = head.subarray(0, end).toString('latin1')
    const release = await statedBy(jws, key)
    signed = { jws, release }
    parts = partsOf(release)
    next()
    look(head.subarray(end + 1))
  }
  await pipeline(
    // Not the request itself: it would be torn off where it is refused.
    body.iterator({ destroyOnReturn: false }),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        await take(chunk)
        yield chunk
      }
      if (!signed || parts.length > 0) throw problem(422, 'The bundle is not whole.')
    },
    createWriteStream(path),
  )
  return signed!
}

async function statedBy(jws: string, key: string | undefined): Promise<Release> {
  try {
    const text = key
      ? new TextDecoder().decode((await compactVerify(jws, createPublicKey(key), { algorithms: ['ES256'] })).payload)
      : Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()
    const { typ } = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()) as { typ?: string }
    if (typ === RELEASE_TYPE) return decodeRelease(text)
  } catch {
    // Said below.
  }
  throw problem(422, 'This bundle is not signed by the maker.')
}
