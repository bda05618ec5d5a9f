/** Short-lived certificates for boxes that prove themselves by their identity key. No client certificate is needed here. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { compactVerify } from 'jose'
import type { Static } from 'typebox'
import { decoder } from '../../device/contract/decode.ts'
import { RenewAsk, type RenewChallenge, RenewClaim, type Renewed, RenewPost } from '../../device/contract/fleet.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { oncePer } from '../once.ts'
import { problem } from '../web/problem.ts'
import type { Authority } from './ca.ts'

/** From challenge to answer, with a slow TPM in between (ms). */
const CHALLENGE_MS = 60_000
const REFUSAL_MS = 60_000

const decodeAsk = decoder(RenewAsk)
const decodePost = decoder(RenewPost)
const decodeClaim = decoder(RenewClaim)

export function renewalRoutes(app: FastifyInstance, hub: Hub, ca: Authority): void {
  const first = oncePer(REFUSAL_MS)
  const refuse = async (box: string, why: string) => {
    if (first(`${box} ${why}`)) {
      hub.log.warn({ box, reason: why }, 'a renewal was refused')
      await audit(hub.db, { act: 'box-refused', box, detail: `renewal: ${why}` })
    }
    return problem(401, 'Refused.')
  }

  app.post('/renew/challenge', async (request): Promise<Static<typeof RenewChallenge>> => {
    const { box } = decodeAsk(request.body)
    const text = `${box} ${Date.now()}`
    return { challenge: `${text} ${ca.tag(text)}` }
  })

  app.post('/renew', async (request): Promise<Renewed> => {
    const { jws } = decodePost(request.body)
    const { box, challenge, csr } = unverified(jws)
    const row = await hub.db
      .selectFrom('boxes')
      .select(['id', 'identity', 'revoked_at', 'retired_at'])
      .where('id', '=', box)
      .executeTakeFirst()
    if (!row?.identity) throw problem(401, 'Refused.')
    if (row.revoked_at || row.retired_at) throw await refuse(box, 'revoked')
    const at = challengeTime(ca, box, challenge)
    if (at === null || !(await isSigned(jws, row.identity))) throw await refuse(box, 'not by its identity key')
    const { certificate, fingerprint, until } = await ca.forBox(box, csr)
    // A challenge counts once; a copy of an old answer is worth nothing, whichever hub process it is shown to.
    const { numUpdatedRows } = await hub.db
      .updateTable('boxes')
      .set({ fingerprint, certificate_until: until, renewed_with: at })
      .where('id', '=', box)
      .where('renewed_with', '<', at)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw await refuse(box, 'used challenge')
    return { certificate, until: until.toISOString() }
  })
}

function unverified(jws: string) {
  return decodeClaim(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
}

async function isSigned(jws: string, key: PublicKey): Promise<boolean> {
  return compactVerify(jws, key, { algorithms: ['ES256'] }).then(
    () => true,
    () => false,
  )
}

/** When the challenge was made (ms), or null when it is not ours, for another box, or too old. */
function challengeTime(ca: Authority, box: string, challenge: string): number | null {
  const [of = '', at = '', tag = ''] = challenge.split(' ')
  const expected = Buffer.from(ca.tag(`${of} ${at}`))
  const given = Buffer.from(tag)
  if (of !== box || expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  const age = Date.now() - Number(at)
  return age >= -CHALLENGE_MS && age <= CHALLENGE_MS ? Number(at) : null
}
