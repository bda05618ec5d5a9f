/**
 * In the machine under test: a chip of GPIO lines made of the kernel's gpio-sim, its outer side worked from outside the machine.
 * One word a line over the virtio port: `base`, `pull N 0|1`, `look N`; each answered by one line.
 */
import { createReadStream, globSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const chip = '/sys/kernel/config/gpio-sim/boks'
mkdirSync(`${chip}/bank/`, { recursive: true })
writeFileSync(`${chip}/bank/num_lines`, '8')
writeFileSync(`${chip}/live`, '1')
const read = (path: string) => readFileSync(path, 'latin1').trim()
const [outside = ''] = globSync('/sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio0')
const line = (n: string) => outside.replace(/0$/, n)
const base = Number(read(globSync('/sys/devices/platform/gpio-sim.*/gpio/gpiochip*/base')[0]!))
/** What the box has made of a line: `in`, `out`, or nothing. */
const direction = (n: string) => {
  try {
    return read(`/sys/class/gpio/gpio${base + Number(n)}/direction`)
  } catch {
    return 'nothing'
  }
}

for (;;) {
  // It opens once only, and says that it is over while nobody listens outside.
  const port = openSync('/dev/virtio-ports/gpio', 'r+')
  for await (const text of createInterface({ input: createReadStream('', { fd: port }) })) {
    const [word, n = '0', to] = text.split(' ')
    if (word === 'pull') writeFileSync(`${line(n)}/pull`, to === '1' ? 'pull-up' : 'pull-down')
    writeSync(port, word === 'base' ? `${base}\n` : `${direction(n)} ${read(`${line(n)}/value`)}\n`)
  }
  await sleep(300)
}
