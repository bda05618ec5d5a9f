/** What boxes say in the name of their identity key: a new certificate, an acceptance report, the end. No certificate needed. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { compactVerify } from 'jose'
import type { Static } from 'typebox'
import { AcceptReport } from '../../device/contract/accept.ts'
import { decoder } from '../../device/contract/decode.ts'
import {
  RenewAsk,
  type RenewChallenge,
  RenewClaim,
  type Renewed,
  RenewPost,
  SignedClaim,
  TechnicianClaim,
} from '../../device/contract/fleet.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { oncePer } from '../once.ts'
import { problem } from '../web/problem.ts'
import { takeAcceptCode } from './accept-codes.ts'
import { storeAcceptance } from './acceptances.ts'
import { retired } from './boxes.ts'
import type { Authority } from './ca.ts'

/** From challenge to answer, with a slow TPM in between (ms). */
const CHALLENGE_MS = 60_000
const REFUSAL_MS = 60_000

const decodeAsk = decoder(RenewAsk)
const decodePost = decoder(RenewPost)
const decodeSigned = decoder(SignedClaim)
const decodeRenew = decoder(RenewClaim)
const decodeTechnician = decoder(TechnicianClaim)
const decodeReport = decoder(AcceptReport)

export function renewalRoutes(app: FastifyInstance, hub: Hub, ca: Authority): void {
  const first = oncePer(REFUSAL_MS)
  const refuse = async (box: string, why: string) => {
    if (first(`${box} ${why}`)) {
      hub.log.warn({ box, reason: why }, 'a box’s word was refused')
      await audit(hub.db, { act: 'box-refused', box, detail: `identity: ${why}` })
    }
    return problem(401, 'Refused.')
  }

  /** What was really said by that box, now and for the first time; 401 for anything else. */
  const said = async (request: FastifyRequest, what: string) => {
    const { jws } = decodePost(request.body)
    // As text: what a stranger sends instead of JSON is theirs to be told of, and no failure of the hub.
    const content = decodeSigned(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
    const { is, box, challenge } = content
    const row = await hub.db
      .selectFrom('boxes')
      .select(['identity', 'revoked_at', 'retired_at'])
      .where('id', '=', box)
      .executeTakeFirst()
    if (!row?.identity) throw problem(401, 'Refused.')
    if (row.revoked_at || row.retired_at) throw await refuse(box, 'revoked')
    const at = challengeTime(ca, box, challenge)
    if (is !== what || at === null || !(await isSigned(jws, row.identity))) throw await refuse(box, 'not by its key')
    // A challenge counts once; a copy of an old answer is worth nothing, whichever hub process it is shown to.
    const { numUpdatedRows } = await hub.db
      .updateTable('boxes')
      .set({ renewed_with: at })
      .where('id', '=', box)
      .where('renewed_with', '<', at)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw await refuse(box, 'used challenge')
    return { box, content, jws }
  }

  app.post('/renew/challenge', async (request): Promise<Static<typeof RenewChallenge>> => {
    const { box } = decodeAsk(request.body)
    const text = `${box} ${nextMoment()}`
    return { challenge: `${text} ${ca.tag(text)}` }
  })
  app.post('/renew/renew', async (request): Promise<Renewed> => {
    const { box, content } = await said(request, 'renew')
    const { certificate, fingerprint, until } = await ca.forBox(box, decodeRenew(content).csr)
    await hub.db
      .updateTable('boxes')
      .set({ fingerprint, certificate_until: until })
      .where('id', '=', box)
      .where('revoked_at', 'is', null)
      .execute()
    return { certificate, until: until.toISOString() }
  })
  app.post('/renew/acceptance', async (request) => {
    const { content, jws } = await said(request, 'acceptance')
    await storeAcceptance(hub.db, decodeReport(content), jws)
    return {}
  })
  app.post('/renew/technician', async (request) => {
    const { box, content } = await said(request, 'technician')
    if (!(await takeAcceptCode(hub.db, ca, box, decodeTechnician(content).code)))
      throw problem(403, 'This code opens nothing.')
    return {}
  })
  app.post('/renew/retired', async (request) => {
    const { box } = await said(request, 'retired')
    if (!(await retired(hub.db, box))) throw problem(409, 'This box is not to be retired.')
    return {}
  })
}

/** Milliseconds that never come twice from this process, so that two challenges of one moment both count. */
let last = 0
function nextMoment(): number {
  last = Math.max(last + 1, Date.now())
  return last
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
