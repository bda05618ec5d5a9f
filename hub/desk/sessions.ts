import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Session, SignIn } from '../../device/contract/api.ts'
import type { Db } from '../store/store.ts'
import type { Role } from '../store/tables.ts'
import { problem } from '../web/problem.ts'
import { audit } from './audit.ts'
import { mayTry, releaseBrake } from './brake.ts'
import { checkPassword } from './passwords.ts'

/** A working day and a bit (s). */
export const SESSION_S = 10 * 60 * 60
const COOKIE = 'boks'

export type SignedIn = Session & { token: string }

const hashOf = (cookie: string) => createHash('sha256').update(cookie).digest('hex')

/** Checks a password. Returns the new cookie's value; 401 or 429 otherwise. */
export async function signIn(db: Db, { user, password }: SignIn): Promise<string> {
  const row = await db.selectFrom('users').select(['name', 'password']).where('name', '=', user).executeTakeFirst()
  if (!(await mayTry(db, user))) throw problem(429, 'Too many wrong tries: wait a minute.')
  if (!(await checkPassword(password, row?.password ?? null))) {
    // A name that is nobody's may be a password typed into the wrong field: it is not written down.
    if (row) await audit(db, { act: 'sign-in-refused', who: row.name })
    throw problem(401, 'User name or password is wrong.')
  }
  await releaseBrake(db, user)
  const cookie = randomBytes(32).toString('base64url')
  await db.transaction().execute(async (tx) => {
    const expires_at = new Date(Date.now() + SESSION_S * 1000)
    await tx
      .insertInto('sessions')
      .values({ token: hashOf(cookie), user_name: user, expires_at })
      .execute()
    await audit(tx, { act: 'signed-in', who: user })
  })
  return cookie
}

/** Ends a session and with it the desk sockets that were opened by it. */
export async function signOut(db: Db, session: SignedIn): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('sessions').where('token', '=', session.token).execute()
    await audit(tx, { act: 'signed-out', who: session.user })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  })
}

/** Who sent this request; 401 for nobody, 403 for somebody without one of the roles. */
export async function signedIn(db: Db, request: FastifyRequest, ...roles: Role[]): Promise<SignedIn> {
  const cookie = (request.headers.cookie ?? '').match(new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{20,60})`))?.[1]
  if (!cookie) throw problem(401, 'Sign in first.')
  const token = hashOf(cookie)
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.name', 'sessions.user_name')
    .select(['users.name', 'users.caseworker', 'users.roles'])
    .where('sessions.token', '=', token)
    .where('sessions.expires_at', '>', new Date())
    .executeTakeFirst()
  if (!row) throw problem(401, 'Sign in first.')
  if (roles.length > 0 && !roles.some((role) => row.roles.includes(role))) throw problem(403, 'You may not do this.')
  return { user: row.name, caseworker: row.caseworker, roles: row.roles, token }
}

/** The `Set-Cookie` header for a session, or for its end. */
export function sessionCookie(value: string | null, secure: boolean): string {
  const age = value === null ? 0 : SESSION_S
  return `${COOKIE}=${value ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure ? '; Secure' : ''}`
}
