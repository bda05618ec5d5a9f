import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/**
 * The network a request is from: beyond a proxy on this machine, that of whom it names. Null: a program on this machine itself.
 * An IPv6 subscriber has a whole /64 and a new address for each try: those count as one.
 */
export function addressOf(request: FastifyRequest): string | null {
  const direct = request.socket.remoteAddress ?? ''
  if (!LOOPBACK.test(direct)) return networkOf(direct)
  const named = request.headers['x-forwarded-for']
  const last = (Array.isArray(named) ? named.join(',') : (named ?? '')).split(',').at(-1)!.trim()
  return last && !LOOPBACK.test(last) ? networkOf(last) : null
}

/** IPv4 as it is, also when written as IPv6; IPv6 cut to its /64. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  const plain = address.split('%')[0]!
  if (!isIPv6(plain)) return address
  const [head, tail] = plain.split('::') as [string, string | undefined]
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  // An embedded IPv4 address stands for the last two groups, which the /64 leaves out.
  const length = groups(tail).reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0)
  const gap = tail === undefined ? 0 : 8 - groups(head).length - length
  const all = [...groups(head), ...Array.from({ length: gap }, () => '0'), ...groups(tail)]
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${first.join(':')}::/64`
}
