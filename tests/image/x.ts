import { updateImage } from './update.ts'

const t0 = Date.now()
console.log(
  await updateImage('/work/wt/i10/.run/image', '/tmp/i10/vm2', (l) =>
    console.log(Math.round((Date.now() - t0) / 1000), l),
  ),
)
process.exit(0)
