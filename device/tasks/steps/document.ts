import { identifyCard } from '../../../drivers/chip/access.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import { next } from '../../../drivers/listeners.ts'
import type { OtherDocument } from '../../../drivers/mrz/lines.ts'
import { Fault, type FaultCode, isFault } from '../../contract/faults.ts'
import type { InspectionReport } from '../../contract/inspection.ts'
import { decodePortrait } from '../../face/decode.ts'
import { parseDg2 } from '../../identity/data-groups.ts'
import { today } from '../../identity/dates.ts'
import { inspect } from '../../identity/inspect.ts'
import { type Mrz, parseMrz } from '../../identity/mrz.ts'
import { signedGroups } from '../../identity/sod.ts'
import { planPassport } from '../../rules/passport.ts'
import type { Runner, Step, StepIo } from '../runner.ts'
import type { PassportDocument, TaskContext } from '../task.ts'
import { problemNow } from './problem.ts'
import { answerOf } from './questions.ts'

/** After the MRZ was read, a passport that lies on the reader answers within a second or two; none by then has no chip (ms). */
const CHIP_WAIT_MS = 15_000
/** pcscd looks for removed cards every 400 ms (ms). */
const REMOVAL_TOLD_MS = 1_200
/** A card that lies there this long without a zone being read is looked at: it may be no passport (ms). */
const CARD_ALONE_MS = 4_000
/** So often may the chip refuse the MRZ's key, or answer what no chip should, before the report says "denied" and a person looks. */
const MOST_DENIALS = 3

/** Passport down: MRZ, chip, and what both prove. */
export function readDocument(task: TaskContext): Step<PassportDocument> {
  const { devices, memory, trust, terminal, face, now } = task
  /** Outlives a try: a passport that slipped need not be swiped again. */
  let mrz: Mrz | null = null
  let denials = 0
  /** The card that lies there was looked at, and may well be a passport. */
  let probed = false

  return async (io) => {
    const show = (state: 'waiting' | 'mrz' | 'chip' | 'checking', progress: number) =>
      io.show({
        is: 'document',
        ...(task.errand() === 'passport-renewal' || task.errand() === 'passport-child' ? { replaces: true } : {}),
        ...(devices.mrz.source === 'camera' ? { camera: true } : {}),
        state,
        progress,
        problem: state === 'waiting' ? problemNow(io, [devices.card, devices.mrz]) : null,
      })
    show('waiting', 0)
    if (io.problem === 'card.removed') await lifted(io)
    const early = task.earlyMrz()
    mrz = early === null ? await nextMrz(io, mrz) : readable(early)
    show('mrz', 0)
    const read = await readChip(io, mrz, (progress) => show('chip', progress))
    show('checking', 1)

    const inspection = inspected(read, mrz)
    const plan = planPassport(latestBirth(inspection.holder), today(now))
    if (typeof read === 'string') return { inspection, plan, portrait: null, embedding: null }
    const portrait = await chipPortrait(read.files.dg2)
    const embedded = portrait && (await face.embed(portrait, io.signal))
    if (embedded?.is !== 'face') return { inspection, plan, portrait, embedding: null }
    memory.keep(Buffer.from(embedded.vector.buffer))
    return { inspection, plan, portrait, embedding: embedded.vector }
  }

  /** A chip whose DG1 cannot be read is tried again; after that its printed zone is all there is, and it proves nothing. */
  function inspected(read: Awaited<ReturnType<typeof readChip>>, optical: Mrz): InspectionReport {
    const printed = (access: 'none' | 'denied') =>
      inspect({ files: undefined, access, opticalMrz: optical, trust, now })
    if (typeof read === 'string') return printed(read)
    try {
      const opticalSource = devices.mrz.source
      return inspect({ files: read.files, proofs: read, opticalMrz: optical, opticalSource, trust, now })
    } catch (error) {
      if (!isFault(error, 'chip.malformed')) throw error
      denials += 1
      if (denials >= MOST_DENIALS) return printed('denied')
      throw error
    }
  }

  async function chipPortrait(dg2: Uint8Array): Promise<Buffer | null> {
    try {
      return memory.keep((await decodePortrait(parseDg2(dg2).image)).jpeg)
    } catch (error) {
      if (isFault(error, 'chip.malformed')) return null
      throw error
    }
  }

  /** The reader tells a card's end only after its transmit has failed: what lies there until then is the old one. */
  async function lifted(io: StepIo): Promise<void> {
    const patience = AbortSignal.timeout(REMOVAL_TOLD_MS)
    await devices.card.until('none', AbortSignal.any([io.signal, patience])).catch((error) => {
      if (!patience.aborted) throw error
    })
  }

  /** The next MRZ that is swiped, or the last one when a chip is laid down again. */
  async function nextMrz(io: StepIo, last: Mrz | null): Promise<Mrz> {
    type Seen =
      | { is: 'read'; text: string }
      | { is: 'unreadable'; other: OtherDocument | undefined }
      | { is: 'card' }
      | { is: 'waiting' }
      | { is: 'gone'; fault: FaultCode }
    if (devices.card.presence.is !== 'ready') throw new Fault('card.reader-gone')
    if (!last && devices.mrz.presence.is !== 'ready') throw new Fault('mrz.reader-gone')
    const seen = await next<Seen>((tell) => {
      const offs = [
        devices.mrz.on('read', (text) => tell({ is: 'read', text })),
        devices.mrz.on('unreadable', (other) => tell({ is: 'unreadable', other })),
        cardWaits(() => !last && tell({ is: 'waiting' })),
        devices.card.on('card', (card) => last && card.is === 'present' && tell({ is: 'card' })),
        devices.card.on('presence', ({ is }) => is !== 'ready' && tell({ is: 'gone', fault: 'card.reader-gone' })),
        devices.mrz.on(
          'presence',
          ({ is }) => is !== 'ready' && !last && tell({ is: 'gone', fault: 'mrz.reader-gone' }),
        ),
      ]
      return () => {
        for (const off of offs) off()
      }
    }, io.signal)
    if (seen.is === 'gone') throw new Fault(seen.fault)
    if (seen.is === 'card' && last) return last
    if (seen.is === 'waiting') {
      probed = true
      await refuseOtherCards(io)
      const meanwhile = task.earlyMrz()
      return meanwhile === null ? nextMrz(io, last) : readable(meanwhile)
    }
    task.earlyMrz()
    if (seen.is === 'unreadable' && seen.other) throw new Fault(`document.${seen.other}`)
    return readable(seen.is === 'read' ? seen.text : null)
  }

  /** Calls back when a card has lain there for a while without a zone; once, until the next one is laid down. */
  function cardWaits(tell: () => void): () => void {
    let timer: NodeJS.Timeout | undefined
    const look = (present: boolean) => {
      clearTimeout(timer)
      if (present && !probed) timer = setTimeout(tell, CARD_ALONE_MS)
    }
    look(devices.card.card.is === 'present')
    const off = devices.card.on('card', ({ is }) => {
      probed = false
      look(is === 'present')
    })
    return () => {
      clearTimeout(timer)
      off()
    }
  }

  /** A driving licence or a bank card has no zone that could come: it is known by its applications. */
  async function refuseOtherCards(io: StepIo): Promise<void> {
    if (devices.card.card.is !== 'present') return
    const session = await devices.card.connect(io.signal)
    try {
      const found = await identifyCard(session.transmit, io.signal)
      if (found === 'driving-licence') throw new Fault('document.driving-licence')
      if (found !== 'passport') throw new Fault('chip.other-document', found)
    } finally {
      await session.disconnect()
    }
  }

  function readable(text: string | null): Mrz {
    const result = text === null ? null : parseMrz(text, now)
    if (result?.is === 'unreadable' && result.fields.includes('driving-licence'))
      throw new Fault('document.driving-licence')
    if (result?.is !== 'mrz')
      throw new Fault('mrz.unreadable', result ? `${result.reason} ${result.fields.join(' ')}` : '')
    return result.mrz
  }

  async function readChip(io: StepIo, from: Mrz, onProgress: (part: number) => void) {
    if (devices.card.presence.is !== 'ready') throw new Fault('card.reader-gone')
    const patience = AbortSignal.timeout(CHIP_WAIT_MS)
    try {
      await devices.card.until('present', AbortSignal.any([io.signal, patience]))
    } catch (error) {
      if (patience.aborted && !io.signal.aborted) return 'none' as const
      throw error
    }
    const session = await devices.card.connect(io.signal)
    try {
      const read = await readPassport(session, from.key, {
        signal: io.signal,
        signedGroups,
        ...(terminal ? { terminal } : {}),
        // DG2, the portrait, is nearly all there is to read.
        onProgress: ({ file, done, total }) => onProgress(file === 'dg2' ? 0.1 + (0.9 * done) / total : 0.1),
      })
      for (const file of Object.values(read.files)) memory.keep(file)
      return read
    } catch (error) {
      if (isFault(error, 'chip.other-document') && error.detail === 'driving-licence')
        throw new Fault('document.driving-licence')
      const denied = isFault(error, 'chip.access-denied')
      if (!denied && !isFault(error, 'chip.malformed') && !isFault(error, 'chip.protocol')) throw error
      denials += 1
      if (denials >= MOST_DENIALS) return 'denied' as const
      if (denied) mrz = null
      throw error
    } finally {
      await session.disconnect()
    }
  }
}

/**
 * The latest day the holder can be born on: where the passport leaves day or month open (Doc 9303-3 §4.8), the younger age
 * counts, so that no child is taken for an adult.
 */
function latestBirth(holder: InspectionReport['holder']): string {
  return holder.dateOfBirthPartial ? `${holder.dateOfBirth.slice(0, 4)}-12-31` : holder.dateOfBirth
}

export const confirmHolder =
  (runner: Runner, document: PassportDocument): Step<true> =>
  async (io) => {
    const { givenNames, surname, dateOfBirth } = document.inspection.holder
    io.show({ is: 'holder', holder: { givenNames, surname, dateOfBirth } })
    const answer = await answerOf(io, 'yes', 'no')
    if (answer.is === 'no') {
      runner.redo('document')
      io.signal.throwIfAborted()
    }
    return true
  }
