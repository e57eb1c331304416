import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

// rapport-verify.html: one file with everything in it. The same sources and packages give the same bytes, so anyone can build it and compare.

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
export const verifierFile = 'rapport-verify.html'

/** The page, with rules that let it run its own script and style and nothing else, and speak to nobody. */
export async function verifierPage(): Promise<string> {
  const script = (await scriptOf('main.ts')).replaceAll('</', '<\\/').trim()
  const style = readFileSync(here('verifier.css'), 'utf8').replaceAll(/\s+/g, ' ').trim()
  const rules: Record<string, string> = { 'script-hash': ruleFor(script), 'style-hash': ruleFor(style) }
  return readFileSync(here('page.html'), 'utf8')
    .replaceAll(/\{\{([a-z-]+)\}\}/g, (_, rule: string) => rules[rule] ?? '')
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace('<script></script>', () => `<script>${script}</script>`)
}

/** Its SHA-256, as `sha256sum` prints it. */
export const hashOfPage = (page: string): string => createHash('sha256').update(page).digest('hex')

/** Puts the page and its hash beside the other pages when they are built. */
export const standAloneVerifier: Plugin = {
  name: 'stand-alone-verifier',
  apply: 'build',
  async generateBundle() {
    const page = await verifierPage()
    this.emitFile({ type: 'asset', fileName: verifierFile, source: page })
    this.emitFile({ type: 'asset', fileName: `${verifierFile}.sha256`, source: `${hashOfPage(page)}  ${verifierFile}\n` })
  },
}

async function scriptOf(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    mode: 'production',
    root: here('.'),
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: here(entry), formats: ['iife'], name: 'rapportVerify' },
      rolldownOptions: { treeshake: { manualPureFunctions: ['z'] } },
    },
  })
  const [made] = Array.isArray(built) ? built : [built]
  const chunk = made && 'output' in made ? made.output[0] : undefined
  if (chunk?.type !== 'chunk') throw new Error('the verifier could not be built')
  return chunk.code
}

const ruleFor = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
