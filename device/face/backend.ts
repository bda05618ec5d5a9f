import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'

/** `tensorflow` is libtensorflow through tfjs-node; `wasm` runs everywhere; `cpu` is plain JavaScript and very slow. */
export type Backend = 'tensorflow' | 'wasm' | 'cpu'

const require = createRequire(import.meta.url)
/** An optional dependency: named by a variable, so that the type check also passes where npm dropped it. */
const TFJS_NODE: string = '@tensorflow/tfjs-node'

async function tensorflow(): Promise<boolean> {
  try {
    // Its native library comes from a storage host that closed networks do not reach: absent or broken is normal.
    await import(TFJS_NODE)
    return await tf.setBackend('tensorflow')
  } catch {
    return false
  }
}

async function wasm(): Promise<boolean> {
  try {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep)
    return await tf.setBackend('wasm')
  } catch {
    return false
  }
}

/** Sets the fastest TensorFlow.js backend that loads in this thread, and says which. */
export async function chooseBackend(): Promise<Backend> {
  const chosen = (await tensorflow()) ? 'tensorflow' : (await wasm()) ? 'wasm' : 'cpu'
  if (chosen === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
  }
  await tf.ready()
  return chosen
}

/** A folder of an installed package, named from the package's root; its entry lies in `dist/` as with both we use. */
export function modelFolder(packageName: string, folder: string): string {
  return join(dirname(require.resolve(packageName)), '..', folder)
}
