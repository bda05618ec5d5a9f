/** How the chip was opened, and whether it proved to be no copy: the checks pace, bac, aa, ca and ta. */
import type { Access } from '../../drivers/chip/access.ts'
import type { ActiveAuthentication } from '../../drivers/chip/active-authentication.ts'
import type { ChipAuthentication } from '../../drivers/chip/chip-authentication.ts'
import type { PassportFiles } from '../../drivers/chip/files.ts'
import { cardAccessOf, parseDg14, type SecurityInfos } from '../../drivers/chip/security-infos.ts'
import type { TerminalAuthentication } from '../../drivers/chip/terminal-authentication.ts'
import { isFault } from '../contract/faults.ts'
import type { InspectionChecks } from '../contract/inspection.ts'
import { checkAnswer } from './active-authentication.ts'
import { keyOf } from './certificate.ts'
import { checkChain } from './chain.ts'
import { checkSignedData, parseSignedData } from './cms.ts'
import type { Passive } from './passive-authentication.ts'
import { failed, notDone, notPossible, passed } from './results.ts'
import type { TrustStore } from './trust-store.ts'

/** What the reading found beside the files. */
export type ChipProofs = {
  access: Access
  activeAuthentication: ActiveAuthentication
  chipAuthentication: ChipAuthentication
  terminalAuthentication?: TerminalAuthentication
}

type Context = {
  files: PassportFiles
  proofs: ChipProofs | undefined
  passive: Passive
  trust: TrustStore
  country: string
  now: Date
}

/** Content type of EF.CardSecurity (BSI TR-03110-3 §A.1.2.5). */
const SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1'

export function checkProofs(context: Context): Pick<InspectionChecks, 'pace' | 'bac' | 'aa' | 'ca' | 'ta'> {
  const { files, proofs } = context
  const dg14 = securityInfos(files.dg14)
  return {
    pace: checkPace(context, dg14),
    bac: checkBac(proofs?.access),
    aa: checkActive(context, dg14),
    ca: checkChip(context, dg14),
    ta: checkTerminal(context, dg14),
  }
}

function checkTerminal({ passive, proofs, files }: Context, dg14: SecurityInfos | undefined): InspectionChecks['ta'] {
  const { listed } = passive
  if (!listed.has(3) && !listed.has(4) && !dg14?.terminalAuthentication) return notPossible<'ta'>('not-offered')
  const evidence = { protected: protectedGroups(listed) }
  const outcome = proofs?.terminalAuthentication
  switch (outcome?.is) {
    case undefined:
    case 'not-offered':
    case 'no-terminal-key':
      return notDone<'ta'>('no-terminal-key', evidence)
    case 'no-chip-authentication':
      return notPossible<'ta'>('no-chip-authentication', evidence)
    case 'no-path':
      return notPossible<'ta'>('no-path', { ...evidence, trusts: outcome.trusted.join(' ') })
    case 'refused':
      return failed<'ta'>('refused', { ...evidence, holder: outcome.holder, detail: outcome.detail })
    case 'accepted': {
      const read = (['dg3', 'dg4'] as const).filter((name) => files[name]).join(' ')
      const { authority, holder, algorithm } = outcome
      return passed<'ta'>('accepted', { ...evidence, read, algorithm, authority, holder })
    }
  }
}

function protectedGroups(listed: ReadonlySet<number>): string {
  return [3, 4]
    .filter((number) => listed.has(number))
    .map((number) => `dg${number}`)
    .join(' ')
}

function securityInfos(dg14: Uint8Array | undefined): SecurityInfos | undefined {
  try {
    return dg14 && parseDg14(dg14)
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return undefined
    throw error
  }
}

/** Whether DG14 is as the issuer signed it: only then do its keys and lists prove anything. */
function signed({ passive }: Context): boolean {
  return passive.checks.sodSignature.result === 'passed' && passive.checks.dgHashes.result === 'passed'
}

/**
 * EF.CardAccess is not signed: a forger could hide PACE or weaken it. DG14 holds the same PACEInfos, signed
 * (Doc 9303-11 §9.2.9); where it has any, both must say the same. Older chips repeat none.
 */
function checkPace(context: Context, dg14: SecurityInfos | undefined): InspectionChecks['pace'] {
  const { files, proofs } = context
  const confirmed = signed(context) ? (dg14?.paceDer ?? []) : []
  const evidence: Record<string, string> = { cardAccess: confirmed.length > 0 ? 'confirmed' : 'not confirmed by DG14' }
  const offered = files.cardAccess ? paceOffered(files.cardAccess) : []
  if (proofs && confirmed.length > 0 && digestOf(offered) !== digestOf(confirmed))
    return failed<'pace'>('card-access-mismatch', { offered: String(offered.length), signed: String(confirmed.length) })
  const pace = proofs?.access.pace
  switch (pace?.is) {
    case 'opened':
      return passed<'pace'>('opened', {
        algorithm: pace.name,
        parameters: pace.parameters,
        password: pace.password,
        ...evidence,
      })
    case 'unknown-algorithm':
      return notPossible<'pace'>('unknown-algorithm', { offered: pace.offered })
    case 'refused':
      return failed<'pace'>('access-denied', { algorithm: pace.name, detail: pace.detail })
    case 'protocol':
      return failed<'pace'>('protocol-error', { algorithm: pace.name, detail: pace.detail })
    case 'not-offered':
    case undefined:
      return notPossible<'pace'>('not-offered')
  }
}

function paceOffered(cardAccess: Uint8Array): Uint8Array[] {
  try {
    return cardAccessOf(cardAccess).paceDer
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return []
    throw error
  }
}

function digestOf(infos: readonly Uint8Array[]): string {
  return infos
    .map((der) => Buffer.from(der).toString('hex'))
    .sort()
    .join()
}

function checkBac(access: Access | undefined): InspectionChecks['bac'] {
  switch (access?.protocol) {
    case 'PACE':
      return notDone<'bac'>('pace-used')
    case 'open':
      return notPossible<'bac'>('not-required')
    case 'BAC':
    case undefined:
      return passed<'bac'>('opened', { algorithm: '3DES', pace: access?.pace.is ?? 'not-offered' })
  }
}

function checkActive(context: Context, dg14: SecurityInfos | undefined): InspectionChecks['aa'] {
  const { files, proofs, passive } = context
  if (!files.dg15)
    return passive.listed.has(15)
      ? failed<'aa'>('key-hidden', { listed: 'EF.SOD lists DG15, the chip does not give it' })
      : notPossible<'aa'>('not-offered')
  const answer = proofs?.activeAuthentication
  if (!answer || answer.is === 'not-offered') return notDone<'aa'>('not-tried')
  if (answer.is === 'refused') return failed<'aa'>('refused', { detail: answer.detail })
  const check = checkAnswer(files.dg15, answer.challenge, answer.response, dg14?.activeAuthentication)
  if (check.is === 'unknown-algorithm') return notPossible<'aa'>('unknown-algorithm')
  if (check.is === 'wrong-answer') return failed<'aa'>('wrong-answer', { algorithm: check.algorithm })
  return signed(context)
    ? passed<'aa'>('proven', { algorithm: check.algorithm, key: 'dg15' })
    : failed<'aa'>('key-not-signed', { algorithm: check.algorithm })
}

function checkChip(context: Context, dg14: SecurityInfos | undefined): InspectionChecks['ca'] {
  const { files, proofs, passive } = context
  const outcome = proofs?.chipAuthentication
  if (!files.dg14 && passive.listed.has(14))
    return failed<'ca'>('key-hidden', { listed: 'EF.SOD lists DG14, the chip does not give it' })
  switch (outcome?.is) {
    case undefined:
      return files.dg14 ? notDone<'ca'>('not-tried') : notPossible<'ca'>('not-offered')
    case 'not-offered':
      return notPossible<'ca'>('not-offered')
    case 'unknown-algorithm':
      return notPossible<'ca'>('unknown-algorithm')
    case 'failed':
      return failed<'ca'>('wrong-keys', { protocol: outcome.by, algorithm: outcome.name, detail: outcome.detail })
    case 'proven': {
      const evidence = { protocol: outcome.by, algorithm: outcome.name, parameters: outcome.parameters }
      const inDg14 =
        signed(context) && dg14?.keys.some(({ publicKey }) => Buffer.from(publicKey).equals(outcome.publicKey))
      if (inDg14) return passed<'ca'>('proven', { ...evidence, key: 'dg14' })
      const security = outcome.by === 'PACE-CAM' ? cardSecurityTrust(context) : 'not in DG14'
      return security === 'trusted'
        ? passed<'ca'>('proven', { ...evidence, key: 'EF.CardSecurity' })
        : failed<'ca'>('key-not-signed', { ...evidence, cardSecurity: security })
    }
  }
}

/** EF.CardSecurity has a signature of its own, by a document signer of the same country. */
function cardSecurityTrust({ files, trust, country, now }: Context): string {
  if (!files.cardSecurity) return 'missing'
  try {
    const data = parseSignedData(files.cardSecurity, 'EF.CardSecurity')
    const key = data.certificate && keyOf(data.certificate)
    if (data.contentType !== SECURITY_OBJECT || !data.certificate || !key) return 'malformed'
    const check = checkSignedData(data, key)
    if (check.is !== 'valid') return check.is
    return checkChain(data.certificate, trust, country, now, data.signer.signingTime).reason
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return 'malformed'
    throw error
  }
}
