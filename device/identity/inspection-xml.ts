/**
 * The report as an XML log in the manner of BSI TR-03135 (machine authentication of documents): one transaction with its
 * document and its checks, each with a result in that guideline's words. The guideline's schema was not at hand;
 * `inspection-log.xsd` beside this is the project's own, and tests hold the log against it.
 */
import type { CheckResult, InspectionReport } from '../contract/inspection.ts'

/** TR-03135 knows successful, failed, undetermined and aborted results; not asked for is told apart here. */
const results: Record<CheckResult, string> = {
  passed: 'successful',
  failed: 'failed',
  'not-possible': 'undetermined',
  'not-done': 'notPerformed',
}

export type XmlContext = { now: Date; reader: string; apdus: number; bytes: number; timings: Record<string, number> }

/** Nothing of the holder is in it but what identifies the document: a log is kept. */
export function inspectionXml(report: InspectionReport, context: XmlContext): string {
  const { document, checks, verdict, access } = report
  const lines = Object.entries(checks).flatMap(([name, { result, reason, evidence }]) => [
    `    <check id="${xml(name)}" result="${results[result]}" reason="${xml(reason)}">`,
    ...Object.entries(evidence).map(([key, value]) => `      <evidence name="${xml(key)}">${xml(value)}</evidence>`),
    '    </check>',
  ])
  const times = Object.entries(context.timings).map(
    ([name, ms]) => `    <duration part="${xml(name)}" unit="ms">${ms}</duration>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<documentCheckTransaction time="${context.now.toISOString()}" reader="${xml(context.reader)}">`,
    `  <document type="${xml(document.type)}" issuingState="${xml(document.issuingState)}" expiry="${xml(document.expiry)}"/>`,
    `  <electronicCheck access="${xml(access)}" commands="${context.apdus}" bytes="${context.bytes}">`,
    ...lines,
    '  </electronicCheck>',
    '  <durations>',
    ...times,
    '  </durations>',
    `  <overallResult verdict="${verdict}"/>`,
    '</documentCheckTransaction>',
    '',
  ].join('\n')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot hold them, and a chip may.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"']/g, (c) => entities[c] ?? c)
}
