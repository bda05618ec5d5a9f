/** Enrolment, renewal, configuration and health of boxes: what box, hub and fleet page say to each other. */
import Type, { type Static } from 'typebox'
import { Id, Instant, nullable, oneOf, PublicKey, Sha256 } from './nouns.ts'
import { Proposal } from './proposal.ts'

const Base64 = Type.String({ maxLength: 8_000, pattern: '^[A-Za-z0-9+/=]*$' })
const Nonce = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Pem = Type.String({ maxLength: 10_000 })

/**
 * Pairing (`POST /api/pairings`, web port, nobody signed in). The box first only commits to what it will say; so neither
 * side, nor anybody between them, can search for values that make two fingerprints equal.
 */
export const PairingCommit = Type.Object({ commit: Sha256 })
export const PairingOffer = Type.Object({
  pairing: Id,
  nonce: Nonce,
  ca: Pem,
  /** Of the issuing authority: pinned by the box once both sides have shown the same fingerprint. */
  authority: PublicKey,
  /** `wss://…/box` */
  hub: Type.String({ pattern: '^wss://' }),
})
export type PairingOffer = Static<typeof PairingOffer>

/** Where the box's identity key lives. A software key is for demonstrations: hubs refuse it unless told otherwise. */
export const KeyHome = Type.Union([
  Type.Object({ is: Type.Literal('software') }),
  Type.Object({
    is: Type.Literal('tpm'),
    /** TPMT_PUBLIC of the identity key and of the endorsement key, and the latter's certificate (DER) if the chip has one. */
    identity: Base64,
    endorsement: Base64,
    certificate: nullable(Base64),
  }),
])
export type KeyHome = Static<typeof KeyHome>

export const PairingRequest = Type.Object({
  identity: PublicKey,
  key: KeyHome,
  software: Type.String({ maxLength: 40 }),
  /** What `boks detect` found, one line a device, for the technician's eyes. */
  found: Type.Array(Type.String({ maxLength: 120 }), { maxItems: 40 }),
  /** The same for the configuration; older boxes send none. */
  proposal: Type.Optional(Proposal),
})
export type PairingRequest = Static<typeof PairingRequest>

/** `POST /api/pairings/:id/reveal` */
export const PairingReveal = Type.Object({ nonce: Nonce, request: PairingRequest })
export type PairingReveal = Static<typeof PairingReveal>
export const PairingCode = Type.Object({
  code: Type.String({ pattern: '^[A-Z2-9]{6}$' }),
  /** TPM2_MakeCredential over the identity key's name: only the TPM that holds both keys can open it. */
  challenge: nullable(Type.Object({ blob: Base64, secret: Base64 })),
})
export type PairingCode = Static<typeof PairingCode>
/** `POST /api/pairings/:id/prove` with what was in the challenge. */
export const PairingProof = Type.Object({ secret: Base64 })

/** `GET /api/pairings/:id`, asked by the box about once a second. */
export const PairingStatus = Type.Union([
  Type.Object({ is: oneOf(['waiting', 'typed', 'refused']) }),
  Type.Object({ is: Type.Literal('enrolled'), box: Id, name: Type.String(), place: Type.String() }),
])
export type PairingStatus = Static<typeof PairingStatus>

/** `GET /api/pairings/by-code/:code` (technician). */
export const PairingView = Type.Object({
  pairing: Id,
  fingerprint: Type.String(),
  authority: Type.String(),
  key: oneOf(['software', 'tpm-verified', 'tpm-unknown-maker', 'tpm-unproven']),
  /** Why this hub will not take it; null: it may be accepted. */
  refusal: nullable(oneOf(['software-key', 'tpm-unproven', 'tpm-unknown-maker'])),
  software: Type.String(),
  found: Type.Array(Type.String()),
})
export type PairingView = Static<typeof PairingView>

/** `POST /api/pairings/:id/accept` (technician). `replaces`: this machine takes over that box's place, name and history. */
export const PairingAccept = Type.Object({
  /** As the technician compared it: what was accepted is what was seen. */
  fingerprint: Type.String({ maxLength: 20 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  place: Type.String({ minLength: 1, maxLength: 60 }),
  replaces: Type.Optional(Id),
})
export type PairingAccept = Static<typeof PairingAccept>

/** Box port, without a client certificate: `POST /renew/challenge` → `RenewChallenge`, `POST /renew/renew` → `Renewed`. */
export const RenewAsk = Type.Object({ box: Id })
export const RenewChallenge = Type.Object({ challenge: Type.String({ maxLength: 200 }) })
export const RenewPost = Type.Object({ jws: Type.String({ maxLength: 60_000 }) })
/** What every signed word of a box holds: which one, whose, and the hub's challenge. */
export const SignedClaim = Type.Object({
  is: oneOf(['renew', 'retired', 'acceptance', 'technician']),
  box: Id,
  challenge: Type.String({ maxLength: 200 }),
})
/** Signed by the identity key. */
export const RenewClaim = Type.Object({
  is: Type.Literal('renew'),
  box: Id,
  challenge: Type.String({ maxLength: 200 }),
  csr: Pem,
})
/** As touched in at the box. */
export const AcceptCode = Type.String({ pattern: '^\\d{6}$' })
/** `POST /renew/technician`: 200 when the code opens the acceptance test at this box, 403 when it does not. */
export const TechnicianClaim = Type.Object({
  is: Type.Literal('technician'),
  box: Id,
  challenge: Type.String({ maxLength: 200 }),
  code: AcceptCode,
})
export const Renewed = Type.Object({ certificate: Pem, until: Instant })
export type Renewed = Static<typeof Renewed>
