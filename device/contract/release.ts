/**
 * A release of the box's software: what its maker signs, and how hub, box and fleet page speak of it. A bundle is one file:
 * the signed `Release` (compact JWS) on the first line, then the bytes of root, hash tree and kernel, one after the other.
 */
import Type, { type Static } from 'typebox'
import { Id, Instant, nullable, oneOf, Sha256 } from './nouns.ts'

export const Version = Type.String({ pattern: '^\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}$' })
const Part = Type.Object({ bytes: Type.Integer({ minimum: 4_096 }), sha256: Sha256 })
const PARTS = ['root', 'hash', 'kernel'] as const

/** JWS, ES256, by the release key whose public half stands in every image; `typ` is RELEASE_TYPE. The hub cannot make one. */
export const Release = Type.Object({ version: Version, root: Part, hash: Part, kernel: Part })
export type Release = Static<typeof Release>
export const RELEASE_TYPE = 'boks-release'

/** The parts in the order in which a bundle holds them. */
export const partsOf = (release: Release) => PARTS.map((name) => ({ name, ...release[name] }))

/** Below, equal or above zero as `a` is older, the same or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < 3; i += 1) {
    const difference = (x![i] ?? 0) - (y![i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Who gets it: nobody (yet, or no longer), the test boxes, ten per cent besides, all. Each holds those before it. */
export const rings = ['none', 'test', 'tenth', 'all'] as const
export const Ring = oneOf(rings)
export type Ring = Static<typeof Ring>

/** What the box says of the release that it was offered. */
export const UpdateState = Type.Object({
  version: Version,
  /** `installed`: it starts with the next restart; `rolled-back`: it was not well and the one before runs again. */
  is: oneOf(['fetching', 'installed', 'refused', 'rolled-back']),
  why: Type.Optional(Type.String({ maxLength: 200 })),
})
export type UpdateState = Static<typeof UpdateState>

/** A box that a release leaves behind, and by whose word it goes on without it. */
export const LeftBehind = Type.Object({
  box: Id,
  name: Type.String(),
  place: Type.String(),
  is: oneOf(['rolled-back', 'refused', 'silent']),
  why: nullable(Type.String()),
  left: nullable(Type.Object({ who: Type.String(), why: Type.String(), at: Instant })),
})
export type LeftBehind = Static<typeof LeftBehind>

/** `GET /api/releases` → `ReleaseView[]`, newest first. */
export const ReleaseView = Type.Object({
  version: Version,
  at: Instant,
  who: Type.String(),
  bytes: Type.Integer(),
  ring: Ring,
  stopped: Type.Union([Type.String(), Type.Null()]),
  /** Boxes that run it, that are to get it, and that went back from it. */
  runs: Type.Integer(),
  waiting: Type.Integer(),
  back: Type.Integer(),
  /** A box going back has stopped it: it goes on when somebody says why it does so without that box. */
  stoppedByBox: Type.Optional(Type.Boolean()),
  behind: Type.Optional(Type.Array(LeftBehind)),
})
export type ReleaseView = Static<typeof ReleaseView>
/** `POST /api/releases/:version/ring`: one ring further, or back to `none`. */
export const RingAct = Type.Object({ ring: Ring })
/** `POST /api/releases/:version/leave`: the release goes on without that box; the reason stands in the audit log. */
export const LeaveAct = Type.Object({ box: Id, why: Type.String({ pattern: '\\S.*\\S', maxLength: 200 }) })
/** `POST /api/boxes/:box/test-box` */
export const TestBoxAct = Type.Object({ test: Type.Boolean() })
