import { spawn } from 'node:child_process'
import { writePgm } from '../files.ts'
import type { GrayImage } from '../image.ts'

/** The reference takes 0.4 s at most on the box's processor; ten times that, and start-up (ms). */
const LIMIT_MS = 5_000
/** An answer is a number; more than this is something else (bytes). */
const MOST_ANSWER = 1_000

/** A score by NFIQ 2 itself, or why there is none. */
export type Nfiq2 = { is: 'score'; value: number } | { is: 'none'; why: string }

/**
 * The slot for a real NFIQ 2, which is no part of this project: a program that
 *
 * - gets the picture on its standard input as binary PGM (P5, 8 bits, 500 pixels per inch), and nothing on disk,
 * - writes the unified quality score, a whole number from 0 to 100, to its standard output,
 * - ends with 0; with anything else when it cannot score, its reason on the standard error.
 */
export function nfiq2Score(program: string, image: GrayImage, signal: AbortSignal): Promise<Nfiq2> {
  return new Promise((resolve) => {
    const none = (why: string) => resolve({ is: 'none', why })
    const limit = AbortSignal.timeout(LIMIT_MS)
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'pipe'], signal: AbortSignal.any([signal, limit]) })
    let out = ''
    let said = ''
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString('latin1')
      if (out.length <= MOST_ANSWER) return
      // With the pipe gone, whatever it started and left talking ends too.
      child.stdout.destroy()
      child.kill('SIGKILL')
    })
    child.stderr.on('data', (bytes: Buffer) => {
      if (said.length < MOST_ANSWER) said += bytes.toString('utf8')
    })
    // A program that does not read its input to the end has its reasons; its answer counts.
    child.stdin.on('error', () => {})
    child.on('error', (error) => none(limit.aborted ? `no answer within ${LIMIT_MS} ms` : error.message))
    child.on('close', (code) => {
      const value = /^\s*(\d{1,3})\s*$/.exec(out)?.[1]
      if (out.length > MOST_ANSWER) none('its answer has no end')
      else if (code !== 0) none(said.trim().split('\n')[0] || `ended with ${code}`)
      else if (value === undefined || Number(value) > 100) none('its answer is no score from 0 to 100')
      else resolve({ is: 'score', value: Number(value) })
    })
    child.stdin.end(writePgm(image))
  })
}
