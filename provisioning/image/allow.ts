/** `node allow.ts HUB-URL`: the addresses the box may speak to before it has its configuration, as nftables elements. */
import { lookup } from 'node:dns/promises'

const url = new URL(process.argv[2] ?? '')
const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
const found = await lookup(url.hostname, { family: 4, all: true }).catch(() => [])
// The box port lies beside the web port: the hub says which at pairing, from the same host.
const elements = found.map(({ address }) => `${address} . 1-65535`)
process.stdout.write(
  elements.length > 0 ? `elements = { ${elements.join(', ')} }\n` : `# ${url.hostname}:${port} has no fixed address\n`,
)
