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
      treeshake: { manualPureFunctions: ['z', 'endpoint', 'pageOf'] },
      input: { console: here('index.html'), portal: here('my/index.html') },
      // A few files that seldom change instead of forty small ones; pages stay chunks of their own.
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next)[\\/]/, priority: 3 },
            { name: 'contracts', test: /node_modules[\\/]zod[\\/]/, priority: 2 },
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
