/**
 * The box's identity key in its TPM 2.0, by Debian's tpm2-tools: made inside, never outside, proven to sit in a TPM with
 * an endorsement key by TPM2_ActivateCredential. One operation at a time; temporary objects are flushed, since a TPM
 * without a resource manager has room for three.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../contract/faults.ts'
import type { PublicKey } from '../contract/nouns.ts'

const run = promisify(execFile)
/** A discrete TPM makes an ECC key in about a second and an RSA one in up to a minute (ms). */
const LIMIT_MS = 90_000
/** Ours in the owner's range of persistent handles (TCG registry of reserved handles, 0x81000000–0x817FFFFF). */
const IDENTITY = '0x81010042'
/** Endorsement certificate, RSA 2048 (TCG EK Credential Profile 2.5, 2.2.1.4). */
const EK_CERTIFICATE = '0x1c00002'
/** It can sign and cannot leave this TPM: the hub checks these bits in its public area. Without `userwithauth` only its policy opens it. */
const ATTRIBUTES = 'fixedtpm|fixedparent|sensitivedataorigin|sign'
/** Secure boot's state and whose signature it started: the key is worth nothing to another system on a stolen machine. */
const PCRS = 'sha256:7'

export type Endorsement = { identity: Buffer; endorsement: Buffer; certificate: Buffer | null }

/** Operations of one TPM. Failures are `Fault('config.invalid')` with the tool that failed. */
export function tpmKey(tcti: string) {
  const inFolder = <T>(work: (path: (name: string) => string, tool: Tool) => Promise<T>): Promise<T> =>
    inTurn(tcti, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'boks-tpm-'))
      const env = { ...process.env, TPM2TOOLS_TCTI: tcti, TSS2_LOG: 'all+NONE' }
      const tool: Tool = async (name, ...args) => {
        try {
          return (await run(`tpm2_${name}`, args, { env, cwd: folder, timeout: LIMIT_MS })).stdout
        } catch (cause) {
          throw new Fault('config.invalid', `the TPM refused ${name}`, { cause })
        } finally {
          if (!tcti.includes('tpmrm')) await run('tpm2_flushcontext', ['-t'], { env }).catch(() => {})
        }
      }
      try {
        return await work((name) => join(folder, name), tool)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })

  return {
    /** Makes the identity key, in place of an earlier one. */
    make: (): Promise<{ handle: string; pcrs: string; publicKey: PublicKey }> =>
      inFolder(async (path, tool) => {
        await tool('evictcontrol', '-C', 'o', '-c', IDENTITY).catch(() => {})
        await tool('createprimary', '-Q', '-C', 'o', '-G', 'ecc', '-c', 'parent.ctx')
        await tool('startauthsession', '-S', 'trial.ctx')
        await tool('policypcr', '-Q', '-S', 'trial.ctx', '-l', PCRS, '-L', 'policy').finally(() =>
          tool('flushcontext', 'trial.ctx').catch(() => {}),
        )
        await tool(
          'create',
          '-Q',
          '-C',
          'parent.ctx',
          '-G',
          'ecc256:ecdsa-sha256',
          '-a',
          ATTRIBUTES,
          '-L',
          'policy',
          '-u',
          'key.pub',
          '-r',
          'key.priv',
        )
        await tool('load', '-Q', '-C', 'parent.ctx', '-u', 'key.pub', '-r', 'key.priv', '-c', 'key.ctx')
        await tool('evictcontrol', '-Q', '-C', 'o', '-c', 'key.ctx', IDENTITY)
        const area = readFileSync(path('key.pub'))
        return { handle: IDENTITY, pcrs: PCRS, publicKey: pointOf(area.subarray(2)) }
      }),

    /** `pcrs`: those it was made for; left out for a key of an older box, which has none. */
    sign: (handle: string, pcrs: string | undefined, data: Uint8Array): Promise<Uint8Array> =>
      inFolder(async (path, tool) => {
        // Only the digest goes into a file: what is signed may be a whole application with its pictures.
        writeFileSync(path('digest'), createHash('sha256').update(data).digest())
        const how = ['-c', handle, '-g', 'sha256', '-s', 'ecdsa', '-f', 'plain', ...(pcrs ? ['-p', `pcr:${pcrs}`] : [])]
        await tool('sign', '-Q', ...how, '-d', '-o', 'signature', 'digest')
        return rawSignature(readFileSync(path('signature')))
      }),

    /** What the hub needs to challenge this TPM. */
    endorsement: (): Promise<Endorsement> =>
      inFolder(async (path, tool) => {
        await tool('createek', '-Q', '-c', 'ek.ctx', '-G', 'rsa', '-u', 'ek.pub')
        await tool('readpublic', '-Q', '-c', IDENTITY, '-o', 'key.pub')
        const certificate = await tool('nvread', '-C', 'o', EK_CERTIFICATE, '-o', 'ek.der').then(
          () => readFileSync(path('ek.der')),
          () => null,
        )
        const area = (name: string) => readFileSync(path(name)).subarray(2)
        return { identity: area('key.pub'), endorsement: area('ek.pub'), certificate }
      }),

    /** Opens the hub's challenge: only the TPM that holds both keys can. */
    activate: (challenge: { blob: Buffer; secret: Buffer }): Promise<Buffer> =>
      inFolder(async (path, tool) => {
        // The tool's own file: magic, version, then the two sized structures of TPM2_MakeCredential.
        writeFileSync(
          path('challenge'),
          Buffer.concat([Buffer.from('badcc0de00000001', 'hex'), challenge.blob, challenge.secret]),
        )
        await tool('createek', '-Q', '-c', 'ek.ctx', '-G', 'rsa', '-u', 'ek.pub')
        await tool('startauthsession', '--policy-session', '-S', 'session.ctx')
        try {
          await tool('policysecret', '-Q', '-S', 'session.ctx', '-c', 'e')
          await tool(
            'activatecredential',
            '-Q',
            '-c',
            IDENTITY,
            '-C',
            'ek.ctx',
            '-i',
            'challenge',
            '-o',
            'opened',
            '-P',
            'session:session.ctx',
          )
        } finally {
          await tool('flushcontext', 'session.ctx').catch(() => {})
        }
        return readFileSync(path('opened'))
      }),

    /** The identity key is gone for good. */
    forget: (): Promise<void> =>
      inFolder(async (_path, tool) => {
        await tool('evictcontrol', '-C', 'o', '-c', IDENTITY).catch(() => {})
      }),
  }
}

type Tool = (name: string, ...args: string[]) => Promise<string>

/** A TPM does one thing at a time. */
const last = new Map<string, Promise<unknown>>()
function inTurn<T>(tcti: string, work: () => Promise<T>): Promise<T> {
  const mine = (last.get(tcti) ?? Promise.resolve()).catch(() => {}).then(work)
  last.set(tcti, mine)
  return mine
}

/** TPMT_PUBLIC of an ECC key ends with the point: two sized buffers of 32 bytes (TPM 2.0 part 2, 12.2.4). */
function pointOf(area: Buffer): PublicKey {
  const point = area.subarray(-68)
  const x = point.subarray(2, 34).toString('base64url')
  return { kty: 'EC', crv: 'P-256', x, y: point.subarray(36, 68).toString('base64url') }
}

/** DER (SEQUENCE of two INTEGERs) to r and s of 32 bytes each. */
function rawSignature(der: Buffer): Buffer {
  const integer = (at: number) => {
    const length = der[at + 1]!
    const bytes = der.subarray(at + 2, at + 2 + length)
    return { bytes: Buffer.concat([Buffer.alloc(32), bytes]).subarray(-32), next: at + 2 + length }
  }
  const r = integer(2)
  return Buffer.concat([r.bytes, integer(r.next).bytes])
}
