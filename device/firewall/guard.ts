/**
 * `node guard.ts`: the root service behind openDoors. The box runtime asks on stdin; what is not a few devices on a private
 * network is refused whole, so that a runtime that was taken over opens no way out.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { byteReader } from '../update/bytes.ts'
import { rulesFor } from './rules.ts'

const LINE_MAX = 2_000
const line = await byteReader(process.stdin).line(LINE_MAX)
const rules = line === null ? null : rulesFor(line)
if (rules) {
  const nft = spawn('/usr/sbin/nft', ['-f', '-'], { stdio: ['pipe', 'ignore', 'inherit'] })
  nft.stdin.end(rules)
  await once(nft, 'exit')
} else process.stderr.write('refused\n')
process.exit(rules ? 0 : 1)
