/** Card verifiable certificates (BSI TR-03110-3 §C): what a chip is shown before it gives fingerprints. */
import { Fault } from '../../device/contract/faults.ts'
import { readAll, readTlv } from './tlv.ts'

export type CvCertificate = {
  /** Body and signature together, as PSO:Verify Certificate wants them. */
  content: Uint8Array
  body: Uint8Array
  signature: Uint8Array
  /** Whose key signed it, and whose key it holds: names of 8 to 16 characters, 'DKCVCA00001'. */
  authority: string
  holder: string
  /** Content of the public key object: its algorithm and its values. */
  publicKey: Uint8Array
  /** Role and rights, the last byte of the authorisation: 0xc0 authority, 0x80 or 0x40 document verifier, 0 terminal. */
  rights: number
  /** 'YYYY-MM-DD' */
  from: string
  to: string
}

/** Reads a certificate (tag 7F21). @throws Fault `chip.malformed` */
export function readCvCertificate(der: Uint8Array): CvCertificate {
  const whole = readTlv(der)
  if (whole.tag !== 0x7f21) throw malformed('tag')
  const [body, signature] = readAll(whole.value)
  if (body?.tag !== 0x7f4e || signature?.tag !== 0x5f37) throw malformed('body and signature')
  const fields = new Map(readAll(body.value).map(({ tag, value }) => [tag, value]))
  const field = (tag: number) => {
    const value = fields.get(tag)
    if (!value) throw malformed(tag.toString(16))
    return value
  }
  const name = (tag: number) => Buffer.from(field(tag)).toString('latin1')
  const rights = readAll(field(0x7f4c)).find(({ tag }) => tag === 0x53)?.value
  if (!rights || rights.length === 0) throw malformed('authorisation')
  return {
    content: whole.value,
    body: body.whole,
    signature: signature.value,
    authority: name(0x42),
    holder: name(0x5f20),
    publicKey: field(0x7f49),
    rights: rights.at(-1)!,
    from: day(field(0x5f25)),
    to: day(field(0x5f24)),
  }
}

/** Six digits, a byte each: YYMMDD. */
function day(digits: Uint8Array): string {
  const text = [...digits].join('')
  if (!/^\d{6}$/.test(text)) throw malformed('date')
  return `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`
}

/** From one of the authorities that a chip trusts down to the terminal: the certificates in the order they are shown. */
export function pathFrom(
  trusted: readonly string[],
  certificates: readonly CvCertificate[],
  isOwn: (certificate: CvCertificate) => boolean,
): CvCertificate[] | undefined {
  const waiting = trusted.map((name) => ({ name, path: [] as CvCertificate[] }))
  const seen = new Set<string>()
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.name)) continue
    seen.add(next.name)
    for (const one of certificates) {
      // An authority's own first certificate is what the chip has already.
      if (one.authority !== next.name || one.holder === one.authority) continue
      const path = [...next.path, one]
      if (isOwn(one)) return path
      waiting.push({ name: one.holder, path })
    }
  }
  return undefined
}

function malformed(what: string): Fault {
  return new Fault('chip.malformed', `CV certificate: ${what}`)
}
