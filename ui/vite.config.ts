import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** One page a folder; each is served by another program (box, hub, bench), so every page carries its own assets. */
const page = process.env.PAGE ?? 'box'

export default defineConfig({
  root: resolve(import.meta.dirname, page),
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: resolve(import.meta.dirname, '../dist/ui', page),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: page === 'booking' ? ['chrome100', 'safari15.4', 'firefox102'] : 'chrome120',
  },
})
