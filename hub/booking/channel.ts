import type { FastifyRequest } from 'fastify'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { BOX_HEADER, boxOf } from './from-box.ts'
import type { Channel } from './tables.ts'

/** Through whom a booking comes: caseworkers book for those who ring, everybody else for themselves. */
export async function channelOf(hub: Hub, request: FastifyRequest): Promise<Channel> {
  if (boxOf(request.headers[BOX_HEADER])) return 'box'
  // The header is the caseworker's page saying so: a caseworker who books for herself is a citizen like any other.
  if (request.headers['x-channel'] !== 'phone') return 'web'
  await signedIn(hub.db, request, 'caseworker', 'planner')
  return 'phone'
}
