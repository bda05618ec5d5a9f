import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { caseNumber } from '../../device/contract/numbers.ts'
import { type MoneyEntry, standingOf } from '../../drivers/payment/record.ts'
import { outcomeOf, type PrintEntry } from '../../drivers/printer/record.ts'
import { parseArguments } from '../arguments.ts'
import { Usage, type Verb } from '../verb.ts'

type Line = { ledger: 'money' | 'paper'; name: string; is: string; since: string; detail: string }

const files = { money: 'money.jsonl', paper: 'print.jsonl' } as const
const answers = { money: ['settled', 'reversed', 'nothing-taken'], paper: ['printed', 'not-printed'] } as const

/** The fees that were not paid by card, as this box told them: the same as finance's list has of it. */
function bills(data: string) {
  const found: { case: string; at: string; amount: number; way: string; errand: string; told: boolean }[] = []
  for (const story of stories<MoneyEntry>(join(data, files.money)).values()) {
    const bill = story.findLast((entry) => entry.is === 'billed')
    if (bill?.is !== 'billed' || standingOf(story)?.is === 'declined') continue
    const { name, at, amount, way, errand } = bill
    found.push({ case: name.split('.')[0]!, at, amount, way, errand, told: standingOf(story)?.is === 'ended' })
  }
  return found
}

/**
 * What the ledgers of money and paper have open, and what waits for a person. `--resolve` writes what that person found
 * out. The file is only read and appended to: a running box goes on writing it.
 */
export const ledger: Verb = {
  usage: '[bills] [--data FOLDER] [--resolve NAME --how settled|reversed|nothing-taken|printed|not-printed --why TEXT]',
  async run(args) {
    const { options, rest } = parseArguments(args, ['data', 'resolve', 'how', 'why'])
    if (rest.length > 0 && rest.join() !== 'bills') throw new Usage(`There is no “boks ledger ${rest.join(' ')}”.`)
    const data = options.data ?? join(resolve(import.meta.dirname, '../..'), '.run/demo/box')
    if (!existsSync(data)) throw new Usage(`There is no box’s data in ${data}: give --data FOLDER.`)
    if (rest[0] === 'bills') {
      const all = bills(data)
      const line = ({ case: id, at, amount, way, errand, told }: (typeof all)[number]) =>
        `${at} ${caseNumber(id)} ${id} ${errand} ${(amount / 100).toFixed(2)} kr. ${way}${told ? '' : ' (not told yet)'}`
      return { json: { bills: all }, lines: all.length > 0 ? all.map(line) : ['no bills'] }
    }
    if (options.resolve) resolveStory(data, options.resolve, options.how ?? '', options.why ?? '')
    const lines = open(data)
    return {
      json: { open: lines },
      lines:
        lines.length === 0
          ? ['nothing is open']
          : lines.map(
              ({ ledger, name, is, since, detail }) => `${ledger.padEnd(5)} ${is.padEnd(9)} ${since} ${name} ${detail}`,
            ),
    }
  },
}

function stories<E extends { name: string }>(path: string): Map<string, E[]> {
  const all = new Map<string, E[]>()
  if (!existsSync(path)) return all
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      const entry = JSON.parse(line) as E
      all.set(entry.name, [...(all.get(entry.name) ?? []), entry])
    } catch {
      // The last line may be half written.
    }
  }
  return all
}

function open(data: string): Line[] {
  const lines: Line[] = []
  for (const [name, story] of stories<MoneyEntry>(join(data, files.money))) {
    const standing = standingOf(story)
    if (!standing || standing.is === 'ended' || standing.is === 'declined') continue
    const taken = story.find((entry) => entry.is === 'authorised')
    const asked = story.findLast((entry) => entry.is === 'billed') ?? story.find((entry) => entry.is === 'asked')
    const why = story.findLast((entry) => entry.is === 'unclear')?.why ?? ''
    const reference = taken ? ` ${taken.transaction.TransactionID}` : asked?.is === 'billed' ? ` ${asked.way}` : ''
    const detail = `${((taken?.amount ?? asked?.amount ?? 0) / 100).toFixed(2)} kr.${reference}${why ? ` ${why}` : ''}`
    lines.push({ ledger: 'money', name, is: standing.is, since: story[0]!.at, detail })
  }
  for (const [name, story] of stories<PrintEntry>(join(data, files.paper))) {
    const outcome = outcomeOf(story)
    if (story.some(({ is }) => is === 'resolved') || (outcome && outcome.is !== 'uncertain')) continue
    lines.push({ ledger: 'paper', name, is: outcome?.is ?? 'open', since: story[0]!.at, detail: '' })
  }
  return lines
}

function resolveStory(data: string, name: string, how: string, why: string): void {
  const found = open(data).find((line) => line.name === name)
  if (!found) throw new Usage(`Nothing with the name ${name} is open.`)
  const may: readonly string[] = answers[found.ledger]
  if (!may.includes(how)) throw new Usage(`Say how it ended: --how ${may.join('|')}.`)
  if (why.trim().length < 5) throw new Usage('Say what was looked at: --why TEXT.')
  const entry = { is: 'resolved', how, why: why.trim(), name, at: new Date().toISOString() }
  const path = join(data, files[found.ledger])
  // A line that a power cut tore must not take this one with it.
  const torn = !readFileSync(path, 'utf8').endsWith('\n')
  const handle = openSync(path, 'a')
  try {
    writeSync(handle, `${torn ? '\n' : ''}${JSON.stringify(entry)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
