/** The key with which a box may ask chips for fingerprints, where a state's verifier gave it one. */
import { createPrivateKey } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCvCertificate } from '../../drivers/chip/cv-certificate.ts'
import type { TerminalIdentity } from '../../drivers/chip/terminal-authentication.ts'
import { Fault } from '../contract/faults.ts'

const KEY = 'terminal.key'

/**
 * Reads a folder with `terminal.key` (PKCS #8, PEM) and CV certificates (`*.cvcert`, one a file): the terminal's own and those
 * above it, in any order. @throws Fault `config.invalid` when the key is missing or a certificate cannot be read
 */
export async function loadTerminalKey(folder: string): Promise<TerminalIdentity> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.cvcert')).sort()
    const files = await Promise.all(names.map((name) => readFile(join(folder, name))))
    return { certificates: files.map(readCvCertificate), key: createPrivateKey(await readFile(join(folder, KEY))) }
  } catch (error) {
    throw new Fault('config.invalid', `${folder}: no terminal key with its certificates can be read there`, {
      cause: error,
    })
  }
}
