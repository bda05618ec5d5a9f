/** Looks at pictures in a thread of its own: each costs some tens of milliseconds in which the box could not answer. */
import { parentPort } from 'node:worker_threads'
import { lookAt } from './picture.ts'

parentPort?.on('message', async ({ picture }: { picture: Uint8Array }) => {
  parentPort?.postMessage({ look: await lookAt(picture) })
})
