import type { FastifyInstance, FastifyRequest } from 'fastify'
import { decoder } from '../../device/contract/decode.ts'
import { PairingAccept, PairingCommit, PairingProof, PairingReveal } from '../../device/contract/fleet.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { addressOf } from '../web/address.ts'
import { problem } from '../web/problem.ts'
import type { Authority } from './ca.ts'
import { accept, offer, prove, refuse, reveal, status, view } from './pairings.ts'

const CODE = /^[A-Z2-9]{6}$/
/**
 * One address opens so many pairings, or tries so many codes, in a minute. A workshop enrols a trolley of boxes behind one
 * address; to hit one of fifty open codes (31⁶) a signed-in technician would have to guess for months.
 */
const PER_MINUTE = 240

const decodeCommit = decoder(PairingCommit)
const decodeReveal = decoder(PairingReveal)
const decodeProof = decoder(PairingProof)
const decodeAccept = decoder(PairingAccept)

/** Enrolment: the box’s side is open to anybody, the technician’s is not. */
export function pairingRoutes(app: FastifyInstance, hub: Hub, ca: Authority, boxUrl: () => string): void {
  const slowly = brake()
  const pairing = (request: FastifyRequest) => (request.params as { id: string }).id
  app.post('/api/pairings', (request) => {
    const from = addressOf(request) ?? 'here'
    slowly(from)
    return offer(hub, ca, boxUrl(), decodeCommit(request.body).commit, from)
  })
  app.post('/api/pairings/:id/reveal', (request) => reveal(hub, ca, pairing(request), decodeReveal(request.body)))
  app.post('/api/pairings/:id/prove', (request) => prove(hub.db, pairing(request), decodeProof(request.body).secret))
  app.get('/api/pairings/:id', (request) => status(hub.db, pairing(request)))

  app.get('/api/pairings/by-code/:code', async (request) => {
    await signedIn(hub.db, request, 'technician')
    slowly(addressOf(request) ?? 'here')
    const code = (request.params as { code: string }).code.toUpperCase()
    if (!CODE.test(code)) throw problem(404, 'A code is six letters and digits.')
    return view(hub, code)
  })
  app.post('/api/pairings/:id/accept', async (request) => {
    const { user } = await signedIn(hub.db, request, 'technician')
    return accept(hub, pairing(request), decodeAccept(request.body), user)
  })
  app.post('/api/pairings/:id/refuse', async (request, reply) => {
    const { user } = await signedIn(hub.db, request, 'technician')
    await refuse(hub.db, pairing(request), user)
    return reply.code(204).send()
  })
}

function brake(): (address: string) => void {
  let minute = 0
  const counts = new Map<string, number>()
  return (address) => {
    const now = Math.floor(Date.now() / 60_000)
    if (now !== minute) counts.clear()
    minute = now
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    if (count > PER_MINUTE) throw problem(429, 'Too many tries: wait a minute.')
  }
}
