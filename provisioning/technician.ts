import { readFileSync } from 'node:fs'
import type { SignIn } from '../device/contract/api.ts'
import { Usage } from './verb.ts'

/**
 * Who signs in at the hub: BOKS_USER, and the password from the file BOKS_PASSWORD_FILE (never an argument, which everybody
 * on the machine could read).
 */
export function credentialsOf(): SignIn {
  const { BOKS_USER: user, BOKS_PASSWORD_FILE: file } = process.env
  if (!user || !file) throw new Usage('Set BOKS_USER, and BOKS_PASSWORD_FILE to a file with the password.')
  try {
    return { user, password: readFileSync(file, 'utf8').trim() }
  } catch {
    throw new Usage(`${file} cannot be read.`)
  }
}
