import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'
import { standAloneVerifier } from './verifier/build.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** In development everything under /my is the portal's page, as the office serves it. */
const portalPages: Plugin = {
  name: 'portal-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const path = request.url?.split('?')[0] ?? ''
      if (/^\/my(\/|$)/.test(path) && !/\.\w+$/.test(path)) request.url = '/my/index.html'
      next()
    })
  },
}

export default defineConfig({
  root: here('.'),
  plugins: [react(), portalPages, standAloneVerifier],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // Fonts stay files: inlined ones would need a looser content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Declaring an endpoint or a shape does nothing by itself: what a page does not use of a contract stays out of its files.
      treeshake: {
        manualPureFunctions: ['z', 'endpoint', 'pageOf'],
        moduleSideEffects: [{ test: /[\\/]src[\\/].*([cC]ontract|[sS]hapes)\.ts$/, sideEffects: false }],
      },
      input: { console: here('index.html'), portal: here('my/index.html') },
      // Each file costs the browser time, so what most pages have in common comes in few; pages stay chunks of their own.
      output: {
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`, // without the names of all who share it
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/, priority: 10 },
            // What console and portal have in common apart from what is the console's: else the portal loads, and starts, the console.
            {
              name: 'base',
              test: /[\\/](node_modules|src|web[\\/]ui)[\\/]/,
              tags: ['$initial'],
              entriesAware: true,
              entriesAwareMergeThreshold: 2_000,
              priority: 9,
            },
            { name: 'first', tags: ['$initial'], entriesAware: true, entriesAwareMergeThreshold: 2_000, priority: 8 },
            { name: 'icons', test: /node_modules[\\/]@tabler[\\/]/, minShareCount: 2, priority: 4 },
            { name: 'parts', test: /node_modules[\\/](@mantine|@floating-ui)[\\/]|[\\/]web[\\/]ui[\\/]/, minShareCount: 30, priority: 3 },
            { name: 'shapes', test: /[\\/]src[\\/]/, minShareCount: 20, priority: 2 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/v1': process.env.RAPPORT_URL ?? 'http://127.0.0.1:4000' },
  },
})
