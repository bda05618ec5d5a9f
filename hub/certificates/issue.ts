/** A box's look-ups in the registers, and the papers that are stated from them. */
import type { IssueRequest, PaperKind, Statement, Subject } from '../../device/contract/certificate.ts'
import { isFault } from '../../device/contract/faults.ts'
import type { BoxRequest, Reply } from '../../device/contract/link.ts'
import { addDays } from '../../device/rules/calendar.ts'
import { inForce } from '../../device/rules/dated.ts'
import { temporaryHealthCardDays } from '../../device/rules/health-card.ts'
import { temporaryLicenceDays } from '../../device/rules/licence.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { httpRegister } from '../registers/register.ts'
import { newCode, openSigningKey, sealText } from './seal.ts'

/** So many addresses, newest first, fit on one page. */
const MOST_ADDRESSES = 6

type PaperRequest = Extract<BoxRequest, { is: 'look-up' | 'issue' | 'withdraw' }>

/** Answers one box. Nothing of a person is kept or logged: the audit has the box, the case and the purpose. */
export async function answerPaper(hub: Hub, box: string, request: PaperRequest, stop: AbortSignal): Promise<Reply> {
  try {
    switch (request.is) {
      case 'look-up':
        return { is: 'looked-up', answer: await lookUp(hub, box, request.case, request.purpose, request.subject, stop) }
      case 'issue':
        return await issue(hub, box, request.issue, stop)
      case 'withdraw':
        await withdraw(hub, box, request, 'the paper did not come out')
        return { is: 'ok' }
    }
  } catch (error) {
    if (isFault(error, 'register.gone')) return { is: 'later', why: 'the register does not answer' }
    throw error
  }
}

async function lookUp(hub: Hub, box: string, id: string, purpose: PaperKind, subject: Subject, stop: AbortSignal) {
  const { registers } = hub.config
  // Written first: a look-up that nobody can find in the log must not have happened.
  await audit(hub.db, { act: 'looked-up', box, case: id, detail: purpose })
  if (!registers) return { is: 'unknown' as const }
  return httpRegister(registers).ask(purpose, subject, stop)
}

/** From the hub's own look-up, never from what a box says. */
async function issue(hub: Hub, box: string, request: IssueRequest, stop: AbortSignal): Promise<Reply> {
  const answer = await lookUp(hub, box, request.case, request.kind, request.subject, stop)
  const issuedAt = new Date()
  const about = aboutOf(answer, request, issuedAt.toISOString().slice(0, 10))
  if (!about) return { is: 'refused', why: 'the register does not bear it out' }
  const statement: Statement = {
    version: 1,
    code: newCode(),
    language: request.language,
    issuer: hub.config.municipality,
    issuedAt: issuedAt.toISOString(),
    about,
  }
  const { sealed, key } = sealText(await openSigningKey(hub.config.data).sign(statement))
  await hub.db.transaction().execute(async (tx) => {
    // A box that lost our answer asks again: the paper that it never had must not count.
    await revoke(tx, box, request, 'replaced')
    await tx
      .insertInto('certificates')
      .values({ code: statement.code, case_id: request.case, box, kind: request.kind, sealed })
      .execute()
    await audit(tx, { act: 'issued', box, case: request.case, detail: request.kind })
  })
  return { is: 'issued', issued: { statement, url: `${hub.publicUrl()}/verify/#${statement.code}.${key}` } }
}

function aboutOf(
  answer: Awaited<ReturnType<typeof lookUp>>,
  { kind, period }: IssueRequest,
  day: string,
): Statement['about'] | null {
  if (kind === 'residence-certificate' && answer.is === 'residence') {
    const { addresses, ...person } = answer.record
    const shown = period === 'all' ? addresses.slice(0, MOST_ADDRESSES) : addresses.filter(({ to }) => to === null)
    return shown.length > 0 ? { is: kind, record: { ...person, addresses: shown } } : null
  }
  if (kind === 'temporary-licence' && answer.is === 'licence') {
    const until = addDays(day, inForce(temporaryLicenceDays, day)?.value ?? 0)
    const { validUntil } = answer.record
    const [first] = [until, validUntil].sort()
    return { is: kind, record: answer.record, until: first! }
  }
  if (kind === 'temporary-health-card' && answer.is === 'health')
    return { is: kind, record: answer.record, until: addDays(day, inForce(temporaryHealthCardDays, day)?.value ?? 0) }
  return null
}

/** Papers of one case, of one kind if it is named. */
type Which = { case: string; kind?: PaperKind }

async function withdraw(hub: Hub, box: string, which: Which, why: string): Promise<void> {
  await hub.db.transaction().execute(async (tx) => {
    const open = await tx
      .selectFrom('certificates')
      .select('code')
      .where('case_id', '=', which.case)
      .$if(which.kind !== undefined, (query) => query.where('kind', '=', which.kind!))
      .where('box', '=', box)
      .where('revoked_at', 'is', null)
      .execute()
    if (open.length === 0) return
    await revoke(tx, box, which, why)
    await audit(tx, { act: 'withdrawn', box, case: which.case, detail: why })
  })
}

async function revoke(tx: Hub['db'], box: string, which: Which, why: string): Promise<void> {
  await tx
    .updateTable('certificates')
    .set({ revoked_at: new Date(), revoked_why: why })
    .where('case_id', '=', which.case)
    .$if(which.kind !== undefined, (query) => query.where('kind', '=', which.kind!))
    .where('box', '=', box)
    .where('revoked_at', 'is', null)
    .execute()
}
