import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Session, SignIn } from '../../device/contract/api.ts'
import { instant, localOf } from '../booking/local-time.ts'
import type { Config } from '../config.ts'
import type { Hub } from '../context.ts'
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

/** Checks a password; `address` is where it comes from. Returns the new cookie's value; 401 or 429 otherwise. */
export async function signIn(
  hub: Pick<Hub, 'db' | 'config'>,
  { user, password }: SignIn,
  address: string,
): Promise<string> {
  const { db } = hub
  const row = await db.selectFrom('users').select(['name', 'password']).where('name', '=', user).executeTakeFirst()
  if (!(await mayTry(db, user, address))) throw problem(429, 'Too many wrong tries: wait a minute.')
  if (!(await checkPassword(password, row?.password ?? null))) {
    // A name that is nobody's may be a password typed into the wrong field: it is not written down.
    if (row) await audit(db, { act: 'sign-in-refused', who: row.name })
    throw problem(401, 'User name or password is wrong.')
  }
  await releaseBrake(db, user, address)
  return openSession(hub, user)
}

/** A new session for somebody who proved who they are. A caseworker's earlier ones end: nobody is at two desks. */
export async function openSession(hub: Pick<Hub, 'db' | 'config'>, user: string): Promise<string> {
  const cookie = randomBytes(32).toString('base64url')
  const now = new Date()
  const ends_at = endOf(hub.config, now)
  await hub.db.transaction().execute(async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('sessions')
      .where('user_name', '=', user)
      .where(sql<boolean>`exists (select from users where name = ${user} and roles @> '["caseworker"]')`)
      .executeTakeFirst()
    const expires_at = idleEnd(hub.config, now, ends_at)
    await tx
      .insertInto('sessions')
      .values({ token: hashOf(cookie), user_name: user, expires_at, ends_at })
      .execute()
    await audit(tx, { act: 'signed-in', who: user })
    if (numDeletedRows > 0n) await sql`select pg_notify('hub_changed', '')`.execute(tx)
  })
  return cookie
}

/** The shift's end today if it is still to come and set, at most a working day and a bit. */
function endOf(config: Config, now: Date): Date {
  const latest = new Date(now.getTime() + SESSION_S * 1000)
  const set = config.session?.shiftEnds
  if (!set) return latest
  const [hours, minutes] = set.split(':').map(Number) as [number, number]
  const shift = instant(localOf(now).day, hours * 60 + minutes)
  return shift > now && shift < latest ? shift : latest
}

function idleEnd(config: Config, now: Date, ends: Date): Date {
  const idle = config.session?.idleMinutes
  return idle === undefined ? ends : new Date(Math.min(ends.getTime(), now.getTime() + idle * 60_000))
}

/** Somebody is there: the session goes on, not beyond the shift. */
export async function keepSession(hub: Pick<Hub, 'db' | 'config'>, token: string): Promise<void> {
  const idle = hub.config.session?.idleMinutes
  if (idle === undefined) return
  await sql`update sessions set expires_at = least(ends_at, now() + ${idle} * interval '1 minute')
    where token = ${token} and expires_at > now()`.execute(hub.db)
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
