import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { DeskSocketDown } from '../device/contract/api.ts'
import type { GuestDown } from '../device/contract/guest.ts'
import type { HubRequest, Reply, Target } from '../device/contract/link.ts'
import type { Bus } from './bus/bus.ts'
import type { Config } from './config.ts'
import type { OpenCase, Snapshot } from './queue/snapshot.ts'
import type { Standing } from './queue/target.ts'
import type { Timing } from './sockets.ts'
import type { Db } from './store/store.ts'

/** The near end of a box's connection to this process. */
export type BoxEnd = {
  box: string
  connection: string
  /** After hello: before it nothing may be sent. */
  ready: boolean
  /** Latest sealed view of its claim, and the desk that got it: a desk that comes back gets it again. */
  view: { claim: string; sealed: string; desk: string | null } | null
  /** As it was last told; null: nothing was yet. */
  standing: Standing | null
  target(target: Target): void
  request(request: HubRequest): Promise<Reply>
  close(code: number, reason: string): void
}

/** The near end of a caseworker's socket to this process. */
export type DeskEnd = {
  id: string
  user: string
  token: string
  /** Claims it holds, and whether it was told that the box is silent. */
  claims: Map<string, { case: string; silent: boolean }>
  send(message: DeskSocketDown): void
  /** A view replaces one that is still waiting to be sent. */
  view(claim: string, sealed: string): void
  /** Settles when what it asked for so far is answered. */
  settled(): Promise<void>
  close(code: number, reason: string): void
}

/** The near end of a guest's page to this process. */
export type GuestEnd = { claim: string; send(message: GuestDown): void; close(): void }

/** What every room of one hub process shares. */
export type Hub = {
  config: Config
  /** Where the public reaches the web port, without a slash at the end. */
  publicUrl(): string
  db: Db
  /** Where the database is, for threads that read much. */
  database: string
  bus: Bus
  log: Logger
  timing: Timing
  boxes: Map<string, BoxEnd>
  desks: Map<string, DeskEnd>
  guests: Map<string, GuestEnd>
  /** Lets work run that nobody waits for; a failure is logged as `what`, and the hub's end waits for it. */
  aside(what: string, work: Promise<unknown>): void
  snapshot(): Snapshot
  /** Asks this process's own web port, once it is built; for boxes that book. */
  inject: FastifyInstance['inject'] | null
  /** Reads the state anew and tells desks and boxes of this process what changed for them. */
  refresh(): Promise<void>
  /** The open case with that claim, asked of the database if it is not known yet. */
  caseOf(claim: string): Promise<OpenCase | undefined>
}
