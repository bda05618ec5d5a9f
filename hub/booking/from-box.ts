/** A box that books and checks in asks the public routes through its own line, with its certificate behind it. */
import { randomBytes } from 'node:crypto'
import type { BookingCall } from '../../device/contract/appointment.ts'
import type { Reply } from '../../device/contract/link.ts'
import type { Hub } from '../context.ts'
import type { Box } from '../fleet/boxes.ts'
import { schedule } from './schedule.ts'

/** Nobody outside this process knows it: a request that carries it comes from a box. */
const SECRET = randomBytes(24).toString('hex')
export const BOX_HEADER = 'x-box'
/** Which box asks; null: somebody else. */
export const boxOf = (header: unknown): string | null =>
  typeof header === 'string' && header.startsWith(`${SECRET} `) ? header.slice(SECRET.length + 1) : null

/** What a citizen at a box may ask for. */
const ALLOWED =
  /^(GET \/api\/(errands|places|interpreters|triage|slots)|POST \/api\/(holds|appointments|check-in|triage\/exits|standby))(\?|$)/

/** Answers `refused` for what boxes have no business with, `later` while the hub starts. */
export async function bookingOf(hub: Hub, box: Box, { method, path, body }: BookingCall): Promise<Reply> {
  if (!ALLOWED.test(`${method} ${path}`)) return { is: 'refused', why: 'not for boxes' }
  if (!hub.inject) return { is: 'later', why: 'the hub is starting' }
  try {
    const reply = await hub.inject({
      method,
      url: path,
      headers: { [BOX_HEADER]: `${SECRET} ${box.id}`, accept: 'application/json' },
      ...(body === null ? {} : { payload: body as object }),
    })
    const { places } = await schedule(hub.db)
    // A box is enrolled with its place's name; planners may also give it the id.
    const here = [...places.values()].find(({ id, name }) => name === box.place || id === box.place)?.id ?? null
    return { is: 'booking', status: reply.statusCode, body: reply.body === '' ? null : reply.json(), here }
  } catch (error) {
    hub.log.warn({ box: box.id, error: (error as Error).message }, 'a box’s booking could not be asked for')
    return { is: 'later', why: 'the hub could not answer' }
  }
}
