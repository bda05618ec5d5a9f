import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { decoder } from '../device/contract/decode.ts'
import { Fault, isFault } from '../device/contract/faults.ts'
import { IceServer, nullable, oneOf, PublicKey } from '../device/contract/nouns.ts'

const Port = Type.Integer({ minimum: 0, maximum: 65535 })

/** What a person may do: take cases; take over and oversee; plan; enrol and mend boxes; read the audit log; send bills. */
export const roles = ['caseworker', 'supervisor', 'planner', 'technician', 'auditor', 'finance'] as const

/** Somebody who signs in. `password` is for the demo; `hash` comes from `node hub/main.ts hash`. */
export const UserConfig = Type.Object({
  user: Type.String({ minLength: 1, maxLength: 60 }),
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  hash: Type.Optional(Type.String({ maxLength: 400 })),
  /** As the citizen sees it. */
  name: Type.String({ maxLength: 80 }),
  /** Job title as the citizen sees it, such as "Borgerservice". */
  role: Type.String({ maxLength: 80 }),
  /** What this person may do. */
  roles: Type.Array(oneOf(roles)),
  /** Errands, or `errand@authority`; left out: all. */
  skills: Type.Optional(Type.Array(Type.String({ maxLength: 80 }))),
  /** Left out: all. */
  languages: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }))),
  /** Places that are served, by name; left out: all. */
  places: Type.Optional(Type.Array(Type.String({ maxLength: 60 }))),
})
export type UserConfig = Static<typeof UserConfig>

/** One hub process. Port 0 takes a free one. */
export const Config = Type.Object({
  /** Folder of the hub's own keys and, without `database`, of its private PostgreSQL. */
  data: Type.String({ minLength: 1 }),
  municipality: Type.String({ maxLength: 80 }),
  web: Type.Object({
    host: Type.String(),
    port: Port,
    /** Other origins that may use the web port, such as the public name when TLS ends in front of it. */
    origins: Type.Optional(Type.Array(Type.String())),
    /** True where browsers reach the web port over HTTPS: the cookie then never leaves it. */
    secureCookie: Type.Optional(Type.Boolean()),
  }),
  box: Type.Object({
    host: Type.String(),
    port: Port,
    /** Name by which boxes reach the box port, if it is not `host`; stands in the server certificate. */
    name: Type.Optional(Type.String()),
  }),
  /** The municipality's identity provider (OpenID Connect). */
  oidc: Type.Optional(
    Type.Object({
      issuer: Type.String({ pattern: '^https?://' }),
      /** As the sign-in page calls it. */
      name: Type.String({ maxLength: 60 }),
      clientId: Type.String(),
      clientSecret: Type.String(),
      /** `…/api/sign-in/oidc/callback` as browsers reach it. */
      redirect: Type.String({ pattern: '^https?://' }),
      scope: Type.Optional(Type.String()),
      /** Which claims say the sign-in name, the groups and the job title. */
      userClaim: Type.Optional(Type.String()),
      rolesClaim: Type.Optional(Type.String()),
      titleClaim: Type.Optional(Type.String()),
      /** What a group of theirs may do here. */
      roles: Type.Record(Type.String(), Type.Array(oneOf(roles))),
    }),
  ),
  /** When a session ends: after so many minutes in which nothing was done, and at the shift's end (local `HH:MM`). */
  session: Type.Optional(
    Type.Object({
      idleMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
      shiftEnds: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
    }),
  ),
  /** An existing PostgreSQL; null starts a private one in `data`. */
  database: nullable(Type.String()),
  /** NATS servers (`nats://host:4222`, parted by commas) for what hub processes say to each other; left out: the database. */
  nats: Type.Optional(Type.String({ pattern: '^(nats|tls)://' })),
  /** The web port as the public reaches it; stands in the QR codes of papers. */
  publicUrl: Type.Optional(Type.String({ pattern: '^https?://', maxLength: 200 })),
  /** The national registers, for certificates and licences; without them nothing is found. */
  registers: Type.Optional(Type.Object({ base: Type.String({ pattern: '^https?://' }), token: Type.String() })),
  /** Base address of the issuing authority's inbox. */
  authority: Type.String({ pattern: '^https?://' }),
  /** Its public key, which boxes pin when they are enrolled; left out: asked of the inbox (`/key`). */
  authorityKey: Type.Optional(PublicKey),
  /** Takes boxes whose identity key lies in a file. For demonstrations and tests only. */
  softwareKeys: Type.Optional(Type.Boolean()),
  /** Lets boxes serve citizens without an acceptance test. For demonstrations and tests only. */
  withoutAcceptance: Type.Optional(Type.Boolean()),
  /** What the municipality's monitoring shows for `GET /metrics` (`Authorization: Bearer …`). */
  metricsToken: Type.Optional(Type.String({ minLength: 16 })),
  /** Folder of software bundles, shared by all hub processes; left out: `releases` in `data`. */
  releases: Type.Optional(Type.String()),
  /** The release key's public half (PEM): bundles of another maker are not taken in. The boxes ask for theirs anyway. */
  releaseKey: Type.Optional(Type.String()),
  /** Folder of the TPM makers' root and intermediate certificates (PEM or DER); left out: any maker is taken, and said so. */
  tpmRoots: Type.Optional(Type.String()),
  users: Type.Array(UserConfig),
  iceServers: Type.Array(IceServer),
  iceTransportPolicy: Type.Optional(oneOf(['all', 'relay'])),
  /** coturn with time-limited credentials (`use-auth-secret`); the secret stays here and there. */
  turn: Type.Optional(Type.Object({ urls: Type.Array(Type.String()), secret: Type.String({ minLength: 8 }) })),
  /** Gateways that e-mail and SMS to citizens are handed to (`POST` of JSON); left out: they stay in the outbox page. */
  messages: Type.Optional(
    Type.Object({
      email: Type.Optional(Type.String({ pattern: '^https?://' })),
      sms: Type.Optional(Type.String({ pattern: '^https?://' })),
    }),
  ),
  /** Fills an empty hub with a made-up municipality and a year of appointments; the same seed makes the same. */
  demo: Type.Optional(Type.Object({ seed: Type.Integer() })),
  /** Folder of the built pages; `dist/ui` of this checkout if it is left out. */
  pages: Type.Optional(Type.String()),
})
export type Config = Static<typeof Config>

const decode = decoder(Config)

/** Reads a hub's configuration file. `Fault('config.invalid')` names the place that is wrong. */
export function readConfig(path: string): Config {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault('config.invalid', `${path} cannot be read`, { cause })
  }
  try {
    return decode(text)
  } catch (cause) {
    throw isFault(cause) ? new Fault('config.invalid', `${path}: ${cause.detail}`, { cause }) : cause
  }
}
