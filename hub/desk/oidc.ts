/**
 * Sign-in by the municipality's identity provider: OpenID Connect, authorization code with PKCE (RFC 7636). What is needed
 * between the two requests lives in a cookie of ten minutes, so that any hub process can answer the second.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { sql } from 'kysely'
import Type from 'typebox'
import { decoder } from '../../device/contract/decode.ts'
import type { Config } from '../config.ts'
import type { Hub } from '../context.ts'
import type { Role } from '../store/tables.ts'
import { problem } from '../web/problem.ts'
import { audit } from './audit.ts'
import { openSession, sessionCookie } from './sessions.ts'

const COOKIE = 'boks-oidc'
/** People look for their card and their code (s). */
const COOKIE_S = 600
/** A provider that does not answer within this is away (ms). */
const ANSWER_MS = 8_000

type Oidc = NonNullable<Config['oidc']>
const decodeDiscovery = decoder(
  Type.Object({
    issuer: Type.String(),
    authorization_endpoint: Type.String(),
    token_endpoint: Type.String(),
    jwks_uri: Type.String(),
  }),
)
const decodeTokens = decoder(Type.Object({ id_token: Type.String({ maxLength: 20_000 }) }))
type Provider = ReturnType<typeof decodeDiscovery> & { keys: ReturnType<typeof createRemoteJWKSet> }

/** Pages that one may come back to. */
const homes = ['desk', 'planning', 'fleet', 'booking', 'bills']

const secret = () => randomBytes(32).toString('base64url')

/** `GET /api/sign-in/oidc` leads to the provider, `…/callback` back. Nothing is there without `oidc` in the configuration. */
export function oidcRoutes(app: FastifyInstance, hub: Hub): void {
  const { oidc, web } = hub.config
  app.get('/api/sign-in', async () => ({ oidc: oidc ? oidc.name : null, password: hub.config.users.some(hasPassword) }))
  if (!oidc) return
  const secure = web.secureCookie ?? false
  let known: Promise<Provider> | undefined
  const provider = () => {
    known ??= discover(oidc).catch((error) => {
      known = undefined
      throw error
    })
    return known
  }
  // Lax: the provider's answer comes from another site.
  const keep = (value: string, age: number) =>
    `${COOKIE}=${value}; Path=/api/sign-in; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`

  app.get('/api/sign-in/oidc', async (request, reply) => {
    const { to } = request.query as { to?: string }
    const home = homes.find((one) => one === to) ?? homes[0]!
    const { authorization_endpoint } = await provider()
    const [state, nonce, verifier] = [secret(), secret(), secret()]
    const url = new URL(authorization_endpoint)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: oidc.clientId,
      redirect_uri: oidc.redirect,
      scope: oidc.scope ?? 'openid profile',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString()
    return reply.header('set-cookie', keep(`${state}.${nonce}.${verifier}.${home}`, COOKIE_S)).redirect(url.href)
  })

  app.get('/api/sign-in/oidc/callback', async (request, reply) => {
    const { code, state: answered } = request.query as { code?: string; state?: string }
    const kept = (request.headers.cookie ?? '').match(new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w.-]+)`))?.[1]
    const [state, nonce, verifier, home] = kept?.split('.') ?? []
    if (!code || !verifier || answered !== state) throw problem(400, 'This sign-in was not begun here. Begin again.')
    const claims = await redeem(oidc, await provider(), code, verifier)
    if (claims.nonce !== nonce) throw problem(400, 'This sign-in was not begun here. Begin again.')
    const person = personOf(oidc, claims, hub.config.municipality)
    if (person.roles.length === 0) {
      await putOut(hub, person.name)
      throw problem(403, 'Your user has no role here. Ask whoever administers access.')
    }
    await takePerson(hub, person)
    const cookie = await openSession(hub, person.name)
    return reply
      .header('set-cookie', [keep('', 0), sessionCookie(cookie, secure)])
      .redirect(`/${homes.find((one) => one === home) ?? homes[0]}/`)
  })
}

const hasPassword = (user: Config['users'][number]) => user.password !== undefined || user.hash !== undefined

async function discover(oidc: Oidc): Promise<Provider> {
  const url = `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const found = decodeDiscovery(await ask(url, {}))
  // Mix-up (RFC 9207): a provider speaks for itself only.
  if (found.issuer !== oidc.issuer) throw problem(502, 'The identity provider gives another name than its own.')
  return { ...found, keys: createRemoteJWKSet(new URL(found.jwks_uri)) }
}

async function redeem(oidc: Oidc, provider: Provider, code: string, verifier: string): Promise<JWTPayload> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: oidc.redirect,
    client_id: oidc.clientId,
    code_verifier: verifier,
  })
  const basic = Buffer.from(`${encodeURIComponent(oidc.clientId)}:${encodeURIComponent(oidc.clientSecret)}`)
  const { id_token } = decodeTokens(
    await ask(provider.token_endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${basic.toString('base64')}`,
      },
      body: body.toString(),
    }),
  )
  try {
    const { payload } = await jwtVerify(id_token, provider.keys, {
      ...{ issuer: oidc.issuer, audience: oidc.clientId },
      // Without `sub` everybody would be one and the same person; without `exp` an old token would be good for ever.
      requiredClaims: ['sub', 'exp', 'iat'],
    })
    return payload
  } catch {
    throw problem(502, 'The identity provider’s answer does not verify.')
  }
}

async function ask(url: string, init: RequestInit): Promise<unknown> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) })
    if (!response.ok) throw new Error(String(response.status))
    return await response.json()
  } catch {
    throw problem(502, 'The identity provider does not answer.')
  }
}

type Person = { name: string; shown: string; title: string; municipality: string; roles: Role[] }

/** Who the provider says it is, in our terms. Unknown groups give nothing. */
function personOf(oidc: Oidc, claims: JWTPayload, municipality: string): Person {
  const text = (claim: string | undefined, otherwise: string) => {
    const value = claim ? claims[claim] : undefined
    return (typeof value === 'string' && value.trim() ? value.trim() : otherwise).slice(0, 80)
  }
  const groups = [claims[oidc.rolesClaim ?? 'roles']].flat().filter((group) => typeof group === 'string')
  // `sub` is never given to another person (OpenID Connect Core, 5.7); the name somebody is known by may be.
  const name = oidc.userClaim ? text(oidc.userClaim, String(claims.sub)) : String(claims.sub)
  return {
    // Names of the configuration are its own: nobody becomes one of them by what a provider says.
    name: `oidc:${name}`,
    shown: text('name', text('preferred_username', name)),
    title: text(oidc.titleClaim, 'Borgerservice'),
    municipality,
    roles: [...new Set(groups.flatMap((group) => oidc.roles[group] ?? []))],
  }
}

/** Whoever has lost every group keeps nothing of what an earlier sign-in gave: no session, no role, no open desk. */
async function putOut(hub: Hub, name: string): Promise<void> {
  await hub.db.transaction().execute(async (tx) => {
    await tx.updateTable('users').set({ roles: '[]' }).where('name', '=', name).where('source', '=', 'oidc').execute()
    await tx.deleteFrom('sessions').where('user_name', '=', name).execute()
    await audit(tx, { act: 'sign-in-refused', who: name, detail: 'no role' })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  })
}

async function takePerson(hub: Hub, { name, shown, title, municipality, roles }: Person): Promise<void> {
  const caseworker = JSON.stringify({ name: shown, role: title, municipality })
  const values = { caseworker, roles: JSON.stringify(roles) }
  await hub.db
    .insertInto('users')
    .values({ name, password: '', source: 'oidc', ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}
