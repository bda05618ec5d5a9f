/** Sign-in by a municipality's identity provider (a real one: oidc-provider), and how sessions end. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import Provider from 'oidc-provider'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { freePort } from '../free-port.ts'
import { connectDesk, hubHere, signIn } from './clients.ts'

const test = suite('hub: sign-in by an identity provider, and the end of sessions')
const people: Record<string, object> = {
  kirsten: {
    preferred_username: 'kirsten',
    name: 'Kirsten Dahl',
    groups: ['BS-sagsbehandler', 'Alle'],
    title: 'Borgerrådgiver',
  },
  // Known by the same name, and somebody else.
  karl: { preferred_username: 'kirsten', name: 'Karl Dahl', groups: ['BS-sagsbehandler'] },
  ole: { preferred_username: 'mette', name: 'Ole Uden', groups: ['Alle'] },
}
let provider: Server
let hub: Awaited<ReturnType<typeof hubHere>>

test.before(async () => {
  const [idp, web] = [await freePort(), await freePort()]
  const issuer = `http://127.0.0.1:${idp}`
  const redirect = `http://127.0.0.1:${web}/api/sign-in/oidc/callback`
  const it = new Provider(issuer, {
    clients: [
      {
        client_id: 'boks',
        client_secret: 'only-for-this-test',
        redirect_uris: [redirect],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups', 'title'] },
    // What stands in the identity token, not only at the provider's user page.
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['test'] },
  })
  provider = it.listen(idp, '127.0.0.1')
  await once(provider, 'listening')
  hub = await hubHere({
    web: { host: '127.0.0.1', port: web },
    oidc: {
      issuer,
      name: 'Prøveby login',
      clientId: 'boks',
      clientSecret: 'only-for-this-test',
      redirect,
      scope: 'openid profile',
      rolesClaim: 'groups',
      titleClaim: 'title',
      roles: { 'BS-sagsbehandler': ['caseworker'] },
    },
  })
})
test.after(async () => {
  await hub.end()
  provider.closeAllConnections()
  provider.close()
})

/** A browser without a screen: follows redirects, keeps cookies, fills in the provider's two pages. */
async function browse(start: string, login: string) {
  const jar = new Map<string, string>()
  const visit = async (url: string, body?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      method: body ? 'POST' : 'GET',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body ? { body: new URLSearchParams(body) } : {}),
    })
    for (const set of response.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0]!.split('=') as [string, string]
      jar.set(name, value)
    }
    return response
  }
  let response = await visit(start)
  for (let steps = 0; steps < 20; steps++) {
    const to = response.headers.get('location')
    if (to) {
      const next = new URL(to, response.url).href
      if (next.endsWith('/desk/')) break
      response = await visit(next)
      continue
    }
    const page = await response.text()
    const form = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1]
    if (!form || !prompt) return { jar, response, page }
    response = await visit(form, prompt === 'login' ? { prompt, login, password: 'x' } : { prompt })
  }
  return { jar, response, page: '' }
}

test('a caseworker signs in with the municipality’s own account and gets what their group may do', async () => {
  const offer = (await (await fetch(`${hub.web}/api/sign-in`)).json()) as object
  assert.equal(offer, { oidc: 'Prøveby login', password: true })
  const { jar } = await browse(`${hub.web}/api/sign-in/oidc`, 'kirsten')
  const cookie = `boks=${jar.get('boks')}`
  const who = await (await fetch(`${hub.web}/api/session`, { headers: { cookie } })).json()
  assert.equal(who, {
    user: 'oidc:kirsten',
    caseworker: { name: 'Kirsten Dahl', role: 'Borgerrådgiver', municipality: 'Prøveby Kommune' },
    roles: ['caseworker'],
  })
  const desk = await connectDesk(hub.web, 'kirsten', cookie)
  const { jar: other } = await browse(`${hub.web}/api/sign-in/oidc`, 'karl')
  const karl = await (
    await fetch(`${hub.web}/api/session`, { headers: { cookie: `boks=${other.get('boks')}` } })
  ).json()
  assert.is(karl.user, 'oidc:karl')
  // Taken out of the group: the next sign-in is refused, and what the earlier one gave is gone.
  people['kirsten'] = { ...people['kirsten'], groups: ['Alle'] }
  assert.is((await browse(`${hub.web}/api/sign-in/oidc`, 'kirsten')).response.status, 403)
  assert.is((await desk.closed).code, 4401)
  assert.is((await fetch(`${hub.web}/api/session`, { headers: { cookie } })).status, 401)
})

test('somebody without a group of ours does not get in, whatever they call themselves', async () => {
  const { jar, response } = await browse(`${hub.web}/api/sign-in/oidc`, 'ole')
  assert.is(response.status, 403)
  assert.not(jar.get('boks'))
})

test('an answer that was not asked for here is refused', async () => {
  const url = `${hub.web}/api/sign-in/oidc/callback?code=stolen&state=x`
  assert.is((await fetch(url)).status, 400)
  assert.is((await fetch(url, { headers: { cookie: 'boks-oidc=a.b.c' } })).status, 400)
})

test('another sign-in of the same caseworker ends the first, with its desk', async () => {
  const first = await signIn(hub.web, 'mette')
  const desk = await connectDesk(hub.web, 'mette', first)
  const second = await signIn(hub.web, 'mette')
  assert.is((await desk.closed).code, 4401)
  assert.is((await fetch(`${hub.web}/api/session`, { headers: { cookie: first } })).status, 401)
  assert.is((await fetch(`${hub.web}/api/session`, { headers: { cookie: second } })).status, 200)
})

test('nobody there: the session ends and the desk with it; whoever is there goes on; the shift’s end ends it all the same', async () => {
  const own = await hubHere({ session: { idleMinutes: 30, shiftEnds: '00:00' } })
  const { openStore } = await import('../../hub/store/store.ts')
  const db = await openStore(own.database, () => {})
  try {
    const cookie = await signIn(own.web, 'mette')
    const desk = await connectDesk(own.web, 'mette', cookie)
    const session = () => db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow()
    const begun = await session()
    assert.ok(begun.expires_at < begun.ends_at!, 'idle comes first')
    await db
      .updateTable('sessions')
      .set({ expires_at: new Date(Date.now() + 60_000) })
      .execute()
    desk.send({ is: 'here' })
    desk.send({ is: 'availability', availability: 'available', reason: null })
    await desk.take((message): message is typeof message => message.is === 'staff')
    while ((await session()).expires_at.getTime() < Date.now() + 20 * 60_000)
      await new Promise((done) => setTimeout(done, 20))
    await db
      .updateTable('sessions')
      .set({ ends_at: new Date(Date.now() - 1), expires_at: new Date(Date.now() - 1) })
      .execute()
    desk.send({ is: 'here' })
    assert.is((await desk.closed).code, 4401)
  } finally {
    await db.destroy()
    await own.end()
  }
})

test.run()
