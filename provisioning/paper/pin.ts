import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { parseArguments } from '../arguments.ts'
import { Usage, type Verb } from '../verb.ts'

const CONNECT_MS = 5_000
const IPP_PORT = 631

/** Fetches a device's own certificate, to be compared with its display or papers and pinned in the configuration. */
export const pin: Verb = {
  usage: 'ipps://HOST[:631]/… | https://HOST:8443/… --out FILE.pem',
  async run(args) {
    const { options, rest } = parseArguments(args, ['out'])
    const address = rest[0] ?? ''
    if (!/^(ipps|https):\/\//.test(address)) throw new Usage('Give the device’s address: ipps://… or https://…')
    const { hostname, port, protocol } = new URL(address.replace(/^ipps:/, 'https:'))
    const at = Number(port) || (protocol === 'https:' && address.startsWith('ipps') ? IPP_PORT : 443)
    const raw = await new Promise<Buffer>((resolve, reject) => {
      // It is not trusted here: a person compares the fingerprint below.
      const socket = connect({ host: hostname, port: at, rejectUnauthorized: false, timeout: CONNECT_MS }, () => {
        resolve(socket.getPeerX509Certificate()!.raw)
        socket.destroy()
      })
      const failed = (why: string) => () => {
        reject(new Usage(`${hostname}:${at} ${why}.`))
        socket.destroy()
      }
      socket.on('error', failed('does not speak TLS or does not answer'))
      socket.on('timeout', failed('does not answer'))
    })
    const certificate = new X509Certificate(raw)
    if (options.out) writeFileSync(options.out, certificate.toString(), { mode: 0o644 })
    const { fingerprint256: fingerprint, subject, validTo } = certificate
    return {
      json: { fingerprint, subject, validTo, pem: certificate.toString(), out: options.out ?? null },
      lines: [
        `${subject}, valid until ${validTo}`,
        `SHA-256 ${fingerprint}`,
        options.out
          ? `written to ${options.out}: compare the fingerprint with the device’s own before you use it`
          : 'not written: give --out FILE.pem',
      ],
    }
  },
}
