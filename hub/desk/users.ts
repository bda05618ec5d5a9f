import type { UserConfig } from '../config.ts'
import type { Db } from '../store/store.ts'
import { checkPassword, hashPassword } from './passwords.ts'

/** Makes the users of the configuration those of the hub: new ones are added, changed ones updated, others removed. */
export async function takeUsers(db: Db, users: UserConfig[], municipality: string): Promise<void> {
  const before = await db.selectFrom('users').select(['name', 'password']).execute()
  const rows = await Promise.all(
    users.map(async ({ user, password, hash, name, role, roles, ...able }) => {
      const known = before.find((row) => row.name === user)?.password ?? null
      const same = hash === undefined && password !== undefined && known && (await checkPassword(password, known))
      return {
        name: user,
        // Without either nobody can sign in as this user.
        password: hash ?? (same ? known : password === undefined ? '' : await hashPassword(password)),
        caseworker: JSON.stringify({ name, role, municipality }),
        roles: JSON.stringify(roles),
        skills: able.skills ? JSON.stringify(able.skills) : null,
        languages: able.languages ? JSON.stringify(able.languages) : null,
        places: able.places ? JSON.stringify(able.places) : null,
      }
    }),
  )
  const names = rows.map((row) => row.name)
  await db
    .deleteFrom('users')
    .where('source', '=', 'config')
    .where('name', 'not in', [...names, ''])
    .execute()
  if (rows.length === 0) return
  await db
    .insertInto('users')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((row) => ({
        password: row.ref('excluded.password'),
        caseworker: row.ref('excluded.caseworker'),
        roles: row.ref('excluded.roles'),
        skills: row.ref('excluded.skills'),
        languages: row.ref('excluded.languages'),
        places: row.ref('excluded.places'),
      })),
    )
    .execute()
}
