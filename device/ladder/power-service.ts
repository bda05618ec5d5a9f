/** `node power-service.ts`: the root service behind the ladder's USB rung. The box runtime names a port on stdin; nothing else is done. */
import { byteReader } from '../update/bytes.ts'
import { switchPower } from './power.ts'

const LINE_MAX = 60
const port = await byteReader(process.stdin).line(LINE_MAX)
const done = port !== null && (await switchPower(port))
process.stdout.write(done ? 'done\n' : 'refused\n')
process.exit(done ? 0 : 1)
