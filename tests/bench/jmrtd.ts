/**
 * An independent reader on the same card, where `JMRTD_JAR` names one: a Java class path (jars parted by `:`) with JMRTD 0.8,
 * scuba-smartcards and BouncyCastle. Needs a JDK 11 or newer, which runs the source beside this.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ChipKey } from '../../drivers/chip/bac.ts'

export type Independent = {
  bytes: number
  firstKBs: number
  warmKBs: number
  bestKBs: number
  accessFirstMs: number
  accessWarmMs: number
}

/** A Java machine starts in seconds on a loaded machine, and its readings follow (ms). */
const LIMIT_MS = 120_000

/** What it measured, or one sentence why not. The document must lie on the reader, and nobody else be connected to it. */
export async function independentReader(
  socketPath: string,
  reader: string,
  key: ChipKey,
  runs: number,
  block: number,
): Promise<Independent | string> {
  const jar = process.env['JMRTD_JAR']
  if (!jar) return 'skipped: JMRTD_JAR names no independent reader'
  const { documentNumber, dateOfBirth, dateOfExpiry } = key
  const child = spawn(
    'java',
    [
      '-Dsun.security.smartcardio.library=/usr/lib/x86_64-linux-gnu/libpcsclite.so.1',
      ...['--class-path', jar, join(import.meta.dirname, 'JmrtdRead.java')],
      ...[reader, documentNumber, dateOfBirth, dateOfExpiry, String(runs), String(block)],
    ],
    { env: { ...process.env, PCSCLITE_CSOCK_NAME: socketPath }, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS },
  )
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.on('error', (error) => (err += error.message))
  await once(child, 'close').catch(() => {})
  const line = out.split('\n').find((one) => one.startsWith('{'))
  return line ? (JSON.parse(line) as Independent) : `failed: ${err.trim().split('\n')[0] ?? 'no answer'}`
}

/** Ours to theirs; more than 1 is quicker. */
export function ratios(own: { firstKBs: number; warmKBs: number; bestKBs: number }, other: Independent) {
  const two = (value: number) => Math.round(value * 100) / 100
  return {
    first: two(own.firstKBs / other.firstKBs),
    warm: two(own.warmKBs / other.warmKBs),
    best: two(own.bestKBs / other.bestKBs),
  }
}
