/** `boks`: one verb a file; every verb takes `--json` and exits non-zero with one clear sentence on bad input. */
import { isFault } from '../device/contract/faults.ts'
import { accept } from './accept.ts'
import { chipRead } from './chip-read.ts'
import { detect } from './detect.ts'
import { enrolVerb } from './enrol-verb.ts'
import { faceCompare } from './face/compare.ts'
import { faceCrop } from './face/crop.ts'
import { faceEval } from './face/eval.ts'
import { faceScore } from './face/score.ts'
import { fingerCapture } from './finger-capture.ts'
import { fingerScore } from './finger-score.ts'
import { fingerWsq } from './finger-wsq.ts'
import { boxCode, boxConfigure, boxList, boxLog, boxMove, boxRetire, boxRevoke, boxSettings } from './fleet-verbs.ts'
import { mrzParse } from './mrz-parse.ts'
import { mrzRead } from './mrz-read.ts'
import { ledger } from './paper/ledger.ts'
import { paymentTest } from './paper/payment-test.ts'
import { pin } from './paper/pin.ts'
import { print, printerStatus } from './paper/print.ts'
import { planCalibrate } from './plan-calibrate.ts'
import { planErlang } from './plan-erlang.ts'
import { planKalundborg } from './plan-kalundborg.ts'
import { planPublished } from './plan-published.ts'
import { planSimulate } from './plan-simulate.ts'
import { releaseAdd, releaseLeave, releaseList, releaseRing } from './release-verbs.ts'
import { trustImport } from './trust-import.ts'
import { Failed, Usage, type Verb } from './verb.ts'
import { visitRun } from './visit-run.ts'

const verbs: Record<string, Verb> = {
  'plan simulate': planSimulate,
  'plan calibrate': planCalibrate,
  'plan erlang': planErlang,
  'plan kalundborg': planKalundborg,
  'plan published': planPublished,
  'finger capture': fingerCapture,
  'finger score': fingerScore,
  'finger wsq': fingerWsq,
  'chip read': chipRead,
  'mrz parse': mrzParse,
  'mrz read': mrzRead,
  'trust import': trustImport,
  'face compare': faceCompare,
  'face crop': faceCrop,
  'face eval': faceEval,
  'face score': faceScore,
  'printer status': printerStatus,
  'payment test': paymentTest,
  ledger,
  pin,
  print,
  'visit run': visitRun,
  detect,
  enrol: enrolVerb,
  accept,
  'box list': boxList,
  'box settings': boxSettings,
  'box configure': boxConfigure,
  'box code': boxCode,
  'box log': boxLog,
  'box move': boxMove,
  'box retire': boxRetire,
  'box revoke': boxRevoke,
  'release add': releaseAdd,
  'release ring': releaseRing,
  'release leave': releaseLeave,
  'release list': releaseList,
}

async function main(args: string[]): Promise<number> {
  const name = Object.keys(verbs).find((verb) => verb.split(' ').every((word, i) => args[i] === word))
  const verb = name && verbs[name]
  if (!verb) {
    const list = Object.entries(verbs).map(([name, { usage }]) => `  boks ${name} ${usage}`)
    throw new Usage(`${args[0] ? `There is no “${args.join(' ')}”. ` : ''}The verbs are:\n${list.join('\n')}`)
  }
  const { lines, json, exit = 0 } = await verb.run(args.slice(name.split(' ').length).filter((arg) => arg !== '--json'))
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`)
  return exit
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    // parseArgs says in one sentence what is wrong with an option.
    const usage = error instanceof Usage || String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')
    process.stderr.write(
      `${usage || error instanceof Failed || isFault(error) ? error.message : (error as Error).stack}\n`,
    )
    process.exit(usage ? 2 : 1)
  },
)
