import { realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'

// A process of its own, so that the memory of the bundler goes with it: `node bundle.ts {"root", "inputs": {file: source}, "to"}`.

const order: { root: string; inputs: Record<string, string>; to: string } = JSON.parse(process.argv[2] ?? '')
const sources = realpathSync(join(order.root, 'src')) + sep
const packages = realpathSync(join(order.root, 'node_modules')) + sep

/** Packages with machine code, which is found from where they are. */
const native = /^(@duckdb\/node-api|@node-rs\/argon2)$/

/** What is loaded later, or not at all, stays where it is: a package that is asked for by `import()`. */
const outside: Plugin = {
  name: 'outside',
  resolveId: {
    filter: { id: /^[@\w]/ },
    handler: (id, _, { kind }) => (isBuiltin(id) || native.test(id) || kind === 'dynamic-import' ? { id, external: true } : null),
  },
}

/** pino asks who called it, for something not used here; told by its place in the sources, that reads whole maps at each start. */
const unmapped = [/\bgetCallSites\(\)/g, 'getCallSites({ sourceMap: false })'] as const

/** Each module says that it is where it is, so that files beside it are found: scripts of threads and processes, migrations, what is served. */
const places: Plugin = {
  name: 'places',
  transform: {
    filter: { code: /import\.meta\.(url|dirname|filename)|\b__(dir|file)name\b|\bgetCallSites\(\)/ },
    handler: (code, id) => {
      if (!id.startsWith(sources) && !id.startsWith(packages)) return null
      const says = (text: string) => () => JSON.stringify(text)
      const placed = code
        .replaceAll(/\bimport\.meta\.url\b/g, says(pathToFileURL(id).href))
        .replaceAll(/\bimport\.meta\.dirname\b|\b__dirname\b/g, says(dirname(id)))
        .replaceAll(/\bimport\.meta\.filename\b|\b__filename\b/g, says(id))
        .replaceAll(...unmapped)
      return { code: placed, map: null } // lines stay, which is what is read
    },
  },
}

const bundle = await rolldown({ input: order.inputs, cwd: order.root, platform: 'node', plugins: [outside, places], logLevel: 'silent' })
const { output } = await bundle.write({
  dir: order.to,
  format: 'esm',
  entryFileNames: '[name]',
  chunkFileNames: '[name]-[hash].mjs',
  sourcemap: true,
  sourcemapExcludeSources: true, // Node reads a map as it loads the file; with the sources in it that costs as much as the code
})
await bundle.close()

// The name under which the bundles are kept is made of these folders: of anything else a change would not be seen.
const foreign = output
  .flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  .filter((id) => !id.startsWith(sources) && !id.startsWith(packages) && !id.startsWith('\0'))
if (foreign.length > 0) throw new Error(`These modules are in neither src nor node_modules: ${foreign.join(', ')}`)
