/** The questions that come before the calendar: a municipality's own tree, with versions, and what is counted of it. */
import Type, { type Static } from 'typebox'
import { Slug, Url, Words } from './booking.ts'
import { CalendarDate, Instant, nullable, oneOf } from './nouns.ts'

export const triageExits = ['self-service', 'call', 'box', 'box-video', 'counter', 'other-authority'] as const

export const TriageExit = oneOf(triageExits)
export type TriageExit = Static<typeof TriageExit>

/** One place in the tree: a question, or a way out. */
export const TriageNode = Type.Union([
  Type.Object({
    is: Type.Literal('question'),
    text: Words,
    answers: Type.Array(Type.Object({ text: Words, to: Slug }), { minItems: 2, maxItems: 8 }),
  }),
  Type.Object({
    is: Type.Literal('exit'),
    exit: TriageExit,
    text: Words,
    errand: nullable(Slug),
    url: nullable(Url),
    need: Type.Array(Words, { maxItems: 8 }),
  }),
])
export type TriageNode = Static<typeof TriageNode>

/** `first[errand]` is where an errand's questions begin; an errand without an entry goes straight to the calendar. */
export const TriageTree = Type.Object({
  first: Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,40}$' }), Slug),
  nodes: Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,40}$' }), TriageNode),
})
export type TriageTree = Static<typeof TriageTree>

/** `GET /api/triage`: the version in force. */
export const Triage = Type.Object({ version: Type.Integer(), tree: TriageTree })
export type Triage = Static<typeof Triage>

/** `POST /api/triage/exits`: which way out was reached; `back` when the same browser comes again for the same errand. */
export const TriageCount = Type.Object({
  version: Type.Integer(),
  node: Slug,
  errand: Slug,
  back: Type.Boolean(),
})
export type TriageCount = Static<typeof TriageCount>

/** `PUT /api/triage` by a planner: a new version from a day on. */
export const TriageDraft = Type.Object({ from: CalendarDate, tree: TriageTree })

/** `GET /api/triage/versions` */
export const TriageVersion = Type.Object({
  version: Type.Integer(),
  from: CalendarDate,
  madeBy: Type.String(),
  madeAt: Instant,
  is: oneOf(['in-force', 'coming', 'past']),
})
export type TriageVersion = Static<typeof TriageVersion>

/** `GET /api/triage/counts` */
export const TriageExitCount = Type.Object({
  version: Type.Integer(),
  exit: Type.String(),
  errand: Type.String(),
  n: Type.Integer(),
  /** The same browser came again for the same errand. */
  cameBack: Type.Integer(),
})
export type TriageExitCount = Static<typeof TriageExitCount>
