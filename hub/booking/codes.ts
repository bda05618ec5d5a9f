import { createHash, createHmac, randomInt } from 'node:crypto'
import type { Contact } from '../../device/contract/booking.ts'

/** Letters that are not taken for another when spoken or read: no I, O, Q, Å. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVXYZ'

/** A code that people say at the box: two letters and four digits, `KM 4827`. Unique among those of a day. */
export function newCode(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)]
  return `${letter()}${letter()} ${String(randomInt(10_000)).padStart(4, '0')}`
}

/** A code as somebody typed it, or null. */
export function readCode(typed: string): string | null {
  const found = /^([A-Z]{2})(\d{4})$/.exec(typed.toUpperCase().replace(/[\s.-]/g, ''))
  return found && `${found[1]} ${found[2]}`
}

/** The last part of the secret link: made from the booking, so that a reminder can carry it without its being stored. */
export const linkToken = (secret: Buffer, id: string) =>
  createHmac('sha256', secret).update(`link ${id}`).digest('base64url').slice(0, 32)

export const tokenHash = (token: string) => createHash('sha256').update(token).digest()

/** A keyed hash that tells alike from unlike and nothing more. */
export const keyed = (secret: Buffer, what: 'person' | 'address' | 'repeat', value: string) =>
  createHmac('sha256', secret).update(`${what} ${value}`).digest().subarray(0, 16)

export type Reach = { email: string | null; phone: string | null }

/** E-mail address and telephone number in one spelling each. */
export function reachOf(contact: Contact): Reach {
  const { email, phone } =
    typeof contact === 'string'
      ? { email: contact.includes('@') ? contact : undefined, phone: contact.includes('@') ? undefined : contact }
      : contact
  return { email: email?.trim().toLowerCase() ?? null, phone: phone ? spellPhone(phone) : null }
}

/** Danish numbers may come without +45. */
export function spellPhone(phone: string): string {
  const digits = phone.replaceAll(' ', '')
  return /^\d{8}$/.test(digits) ? `+45${digits}` : digits.replace(/^00/, '+')
}
