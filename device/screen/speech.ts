import { spawn } from 'node:child_process'
import type { Language } from '../contract/nouns.ts'

/** The longest text that is said: a few sentences. */
export const MAX_SPOKEN = 400
/** A sentence takes a tenth of a second to make; then the program hangs (ms). */
const LIMIT_MS = 5_000
/** Words a minute: slower than espeak-ng's own 175, which older people find hasty. */
const PACE = 150
/** So many sentences are kept ready (about 100 kB each): guidance says the same few again and again. */
const KEPT = 40
const VOICE: Record<Language, string> = { da: 'da', en: 'en-gb' }

/**
 * Texts as speech (WAV), made on the box by `espeak-ng` (Debian): nothing that is read to a citizen leaves it, and Chromium
 * on Linux brings no voices. The text goes in by a pipe: it is in no other program's list of processes. Null where the
 * program is not installed. Only for fixed texts: what was said lately stays in memory.
 */
export function createSpeech(command = 'espeak-ng'): (text: string, language: Language) => Promise<Buffer | null> {
  const ready = new Map<string, Promise<Buffer | null>>()
  return (text, language) => {
    const key = `${language} ${text}`
    const known = ready.get(key)
    if (known) return known
    const made = speak(command, text, language)
    ready.set(key, made)
    const oldest = ready.keys().next().value
    if (ready.size > KEPT && oldest !== undefined) ready.delete(oldest)
    return made
  }
}

function speak(command: string, text: string, language: Language): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn(command, ['-v', VOICE[language], '-s', String(PACE), '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: LIMIT_MS,
    })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code === 0 && parts.length ? Buffer.concat(parts) : null))
    child.stdin.on('error', () => {})
    child.stdin.end(text)
  })
}
