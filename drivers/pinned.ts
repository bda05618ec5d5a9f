import { X509Certificate } from 'node:crypto'
import https from 'node:https'

/**
 * An HTTPS agent that trusts one certificate and nothing else: the one that was pinned at provisioning (PEM). Names and
 * issuers do not matter, for a device on the local network has neither. Nothing is sent before it was compared.
 */
export function pinnedAgent(pem: string): https.Agent {
  const pinned = new X509Certificate(pem).fingerprint256
  return new https.Agent({
    keepAlive: false,
    ca: pem,
    // The pinned certificate may have been issued by somebody whom we do not know.
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, certificate: { fingerprint256: string }) =>
      certificate.fingerprint256 === pinned ? undefined : new Error('not the pinned certificate'),
  } as https.AgentOptions)
}
