/**
 * Terminal authentication, version 1 (BSI TR-03110-1 §3.5, TR-03110-3 §B.3): the terminal shows certificates that lead from an
 * authority the chip trusts to its own key, and signs the chip's challenge. Then fingerprints (DG3) and iris (DG4) can be read.
 * It runs inside the channel that chip authentication opened.
 */
import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { Fault, isFault } from '../../device/contract/faults.ts'
import { type Command, type Send, swText } from './apdu.ts'
import { type CvCertificate, pathFrom } from './cv-certificate.ts'
import { protectedFiles } from './files.ts'
import { oidText } from './oid.ts'
import { type FileReading, readFile } from './read-file.ts'
import { readAll, writeTlv } from './tlv.ts'

/** What a terminal was given by the state's verifier: its certificates with those above, in any order, and its key. */
export type TerminalIdentity = { certificates: readonly CvCertificate[]; key: KeyObject }

export type TerminalAuthentication =
  | { is: 'no-terminal-key' }
  | { is: 'not-offered' }
  /** It needs the channel of chip authentication. */
  | { is: 'no-chip-authentication' }
  /** No certificate of ours leads from one of these authorities. */
  | { is: 'no-path'; trusted: string[] }
  | { is: 'refused'; holder: string; detail: string }
  | { is: 'accepted'; authority: string; holder: string; algorithm: string; rights: number }

/** What binds the terminal's signature to this chip and this channel, both compressed as TR-03110-3 §A.2.2.3 says. */
export type Binding = { chip: Uint8Array; ephemeral: Uint8Array }

const digests: Record<string, string> = { 1: 'sha1', 2: 'sha224', 3: 'sha256', 4: 'sha384', 5: 'sha512' }
const ECDSA = '0.4.0.127.0.7.2.2.2.2.'

/** What the session throws (card torn out …) is thrown on; a chip that refuses or errs is told. */
export async function authenticateTerminal(
  reading: FileReading,
  { certificates, key }: TerminalIdentity,
  binding: Binding,
  signal: AbortSignal,
): Promise<TerminalAuthentication> {
  const { send } = reading
  let holder = ''
  try {
    const trusted = await trustedAuthorities(reading, signal)
    const path = pathFrom(trusted, certificates, (one) => holdsKey(one, key))
    const own = path?.at(-1)
    if (!path || !own) return { is: 'no-path', trusted }
    holder = own.holder
    for (const { authority, content } of path) {
      await must(send, 'MSE:Set DST', { ins: 0x22, p1: 0x81, p2: 0xb6, data: reference(authority) }, signal)
      await must(send, 'PSO:Verify Certificate', { ins: 0x2a, p1: 0, p2: 0xbe, data: content }, signal)
    }
    await must(send, 'MSE:Set AT', { ins: 0x22, p1: 0x81, p2: 0xa4, data: reference(holder) }, signal)
    const challenge = await must(send, 'GET CHALLENGE', { ins: 0x84, p1: 0, p2: 0, le: 8 }, signal)
    const { digest, name } = algorithmOf(own)
    const data = sign(digest, Buffer.concat([binding.chip, challenge, binding.ephemeral]), {
      key,
      dsaEncoding: 'ieee-p1363',
    })
    await must(send, 'EXTERNAL AUTHENTICATE', { ins: 0x82, p1: 0, p2: 0, data }, signal)
    return { is: 'accepted', authority: path[0]!.authority, holder, algorithm: name, rights: own.rights }
  } catch (error) {
    if (isFault(error, 'chip.protocol') || isFault(error, 'chip.malformed'))
      return { is: 'refused', holder, detail: error.detail }
    throw error
  }
}

const reference = (name: string) => writeTlv(0x83, Buffer.from(name, 'latin1'))

async function must(send: Send, what: string, command: Command, signal: AbortSignal): Promise<Uint8Array> {
  const { data, sw } = await send(command, signal)
  if (sw !== 0x9000) throw new Fault('chip.protocol', `${what}: ${swText(sw)}`)
  return data
}

/** EF.CVCA: one or two names of authorities, filled with zeros behind them. */
async function trustedAuthorities(reading: FileReading, signal: AbortSignal): Promise<string[]> {
  const file = await readFile(reading, protectedFiles.cvca, signal)
  const names: string[] = []
  for (let at = 0; file && file[at] === 0x42; ) {
    const length = file[at + 1] ?? 0
    names.push(Buffer.from(file.subarray(at + 2, at + 2 + length)).toString('latin1'))
    at += 2 + length
  }
  return names
}

function algorithmOf({ publicKey }: CvCertificate): { digest: string; name: string } {
  const oid = oidText(readAll(publicKey).find(({ tag }) => tag === 0x06)?.value ?? new Uint8Array())
  const digest = oid.startsWith(ECDSA) ? digests[oid.slice(ECDSA.length)] : undefined
  // RSA was allowed in version 1, but no state is known that gives terminals RSA keys any more.
  if (!digest) throw new Fault('chip.protocol', `terminal key of another kind: ${oid}`)
  return { digest, name: `TA-ECDSA-${digest.toUpperCase()}` }
}

/** Whether that certificate's point is the key's own. */
function holdsKey({ publicKey }: CvCertificate, key: KeyObject): boolean {
  const point = readAll(publicKey).find(({ tag }) => tag === 0x86)?.value
  return point !== undefined && publicPoint(key).equals(point)
}

/** The uncompressed point of a private EC key: behind the last bit string's head in its SubjectPublicKeyInfo. */
function publicPoint(key: KeyObject): Buffer {
  const spki = createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'der' })
  const bits = readAll(readAll(spki)[0]!.value).find(({ tag }) => tag === 0x03)
  return Buffer.from(bits?.value.subarray(1) ?? [])
}
