/**
 * Every paper, checked by tools that are not ours, and how long a citizen waits: from "print" to the paper, from "pay" to the
 * answer, with a printer and a terminal that take no time of their own. Run: node tests/bench/papers.ts [RUNS].
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openLedger } from '../../device/ledger.ts'
import { createCashier } from '../../device/money/cashier.ts'
import { endsPayment, type MoneyEntry } from '../../drivers/payment/record.ts'
import { createPaymentTerminal } from '../../drivers/payment/terminal.ts'
import { inFormat } from '../../drivers/printer/formats.ts'
import { ippPrinter } from '../../drivers/printer/ipp.ts'
import { printDocument } from '../../drivers/printer/print.ts'
import { endsPrint, type PrintEntry } from '../../drivers/printer/record.ts'
import { createVirtualTerminal } from '../../drivers/virtual/payment/terminal.ts'
import { createVirtualPrinter } from '../../drivers/virtual/printer.ts'
import { papers } from '../device/paper/examples.ts'
import { quantile, table } from './machine.ts'

const RUNS = 40
const JARS = [
  'preflight',
  'pdfbox2',
  'fontbox2',
  'xmpbox',
  'commons-logging',
  'commons-io',
  'javax.activation',
  'jaxb-api',
]
const jars = JARS.map((name) => `/usr/share/java/${name}.jar`)
/**
 * What PDFBox Preflight, which knows PDF/A-1b alone, must say of a PDF/A-2a: that it is part 2, and that its fonts have no
 * CIDSet, which part 1 wants and part 2 does not (ISO 19005-2 §6.2.11.4.2).
 */
const ofPartTwo = /part must be 1|CIDSet entry is missing|is not a valid PDF\/A-1b file|^\s*$/

function ok(program: string, args: string[]): string {
  const { status, stdout, error } = spawnSync(program, args)
  return error ? 'not installed' : status === 0 ? String(stdout) : 'no'
}

function preflight(path: string): string {
  const missing = jars.find((jar) => !existsSync(jar))
  if (missing) return `not run: no ${missing}`
  const { stdout, stderr, error } = spawnSync('java', [
    '-cp',
    jars.join(':'),
    'org.apache.pdfbox.preflight.Validator_A1b',
    path,
  ])
  if (error) return 'not run: no java'
  const wrong = `${stdout}${stderr}`.split('\n').filter((line) => !ofPartTwo.test(line))
  return wrong.length === 0 ? 'yes' : wrong[0]!.slice(0, 80)
}

async function validity(folder: string): Promise<boolean> {
  const rows: Record<string, string | number>[] = []
  for (const [name, draw] of Object.entries(papers))
    for (const language of ['da', 'en'] as const) {
      const began = performance.now()
      const pdf = await draw(language)
      const ms = Math.round(performance.now() - began)
      const path = join(folder, 'paper.pdf')
      writeFileSync(path, pdf)
      const info = ok('pdfinfo', [path])
      rows.push({
        paper: `${name} (${language})`,
        'drawn ms': ms,
        bytes: pdf.length,
        'qpdf --check': ok('qpdf', ['--check', path]) === 'no' ? 'no' : 'yes',
        tagged: /Tagged: +yes/.test(info) && /H1/.test(ok('pdfinfo', ['-struct-text', path])) ? 'yes' : 'no',
        pages: /Pages: +(\d+)/.exec(info)?.[1] ?? '?',
        Preflight: preflight(path),
      })
    }
  console.log(table('every paper, PDF/A-2a', rows))
  return rows.every(
    (row) => row['qpdf --check'] === 'yes' && row.tagged === 'yes' && !/^\S*:/.test(String(row.Preflight)),
  )
}

async function times(folder: string, runs: number): Promise<void> {
  const rows: Record<string, string | number>[] = []
  const row = (what: string, ms: number[]) =>
    rows.push({
      what,
      runs: ms.length,
      'median ms': Math.round(quantile(ms, 0.5)),
      'worst ms': Math.round(Math.max(...ms)),
    })
  const signal = new AbortController().signal
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  for (const type of ['application/pdf', 'image/pwg-raster'] as const) {
    const virtual = createVirtualPrinter({ pace: 'none', formats: [type] })
    const printer = ippPrinter(await virtual.start())
    const ledger = await openLedger<PrintEntry>(join(folder, `${type.slice(6)}.jsonl`), endsPrint)
    const ms: number[] = []
    for (let n = 0; n < (type === 'application/pdf' ? runs : Math.ceil(runs / 8)); n += 1)
      ms.push(
        await timed(async () => {
          const pdf = await papers['certificate of residence']!('da')
          const bytes = await inFormat(
            pdf,
            type === 'application/pdf' ? { is: 'pdf', type } : { is: 'pwg', type, dpi: 300 },
          )
          const outcome = await printDocument(
            { printer, ledger, signal },
            { pdf, as: { type, bytes }, name: `${n}`, title: 'bench' },
          )
          if (outcome.is !== 'printed') throw new Error(`not printed: ${outcome.is}`)
        }),
      )
    row(`“print” to paper ready, ${type}`, ms)
    await ledger.close()
    await virtual.stop()
  }
  const key = { identifier: 'bench', version: 1, passphrase: 'bench' }
  const virtual = createVirtualTerminal({ key, pace: 'none' })
  const url = await virtual.start()
  const certificate = virtual.certificate()
  const terminal = createPaymentTerminal({ id: 'payment', url, sale: 'bench', poi: 'bench', key, certificate })
  const ledger = await openLedger<MoneyEntry>(join(folder, 'money.jsonl'), endsPayment)
  const log = pino({ level: 'silent' })
  const cashier = createCashier({ terminal, ledger, fateOf: () => 'done', tellBill: async () => {}, log })
  for (const manner of ['approve', 'lose-answer'] as const) {
    const ms: number[] = []
    for (let n = 0; n < (manner === 'approve' ? runs : 5); n += 1) {
      const id = `00000000-0000-4000-8000-${manner === 'approve' ? '0' : '1'}${String(n).padStart(11, '0')}`
      virtual.manner(manner)
      ms.push(await timed(() => cashier.charge(id, 9_200, signal, () => {})))
    }
    row(`“pay” to the answer${manner === 'approve' ? '' : ', the terminal’s answer lost once'}`, ms)
  }
  await ledger.close()
  await virtual.stop()
  console.log(table('what a citizen waits for beside the printer’s and the terminal’s own time', rows))
}

const folder = mkdtempSync(join(tmpdir(), 'papers-'))
try {
  if (!(await validity(folder))) process.exitCode = 1
  await times(folder, Number(process.argv[2] ?? RUNS))
} finally {
  rmSync(folder, { recursive: true })
}
