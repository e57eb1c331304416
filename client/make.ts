import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { contracts } from '../src/office/health/contracts.ts'
import type { AnyEndpoint } from '../src/platform/http/contract.ts'
import { typeOf } from './typeOf.ts'

// Writes client/generated from the contracts: which calls there are, and their types. `--check` says whether that was done.

const folder = new URL('generated/', import.meta.url)

const keyOf = ({ who }: AnyEndpoint) => (typeof who === 'object' && 'key' in who ? who.key : undefined)

/** The calls a key may make, by slice. */
const slices = Object.entries(contracts)
  .map(([slice, contract]) => ({ slice, calls: Object.entries(contract).filter(([, endpoint]) => keyOf(endpoint) !== undefined) }))
  .filter(({ calls }) => calls.length > 0)

const head = '// Written by `npm run client` from the contracts of the server.\n'

function table(): string {
  const rows = slices.map(({ slice, calls }) => {
    const each = calls.map(([name, { method, path }]) => `    ${name}: ['${method}', '${path}'],\n`)
    return `  ${slice}: {\n${each.join('')}  },\n`
  })
  return `${head}export const endpoints = {\n${rows.join('')}}\n`
}

const tableTypes = () =>
  `${head}${slices.map(({ slice }) => `import type { ${named(slice)} } from './${slice}.d.ts'\n`).join('')}
export type Endpoints = {
${slices.map(({ slice }) => `  ${slice}: ${named(slice)}\n`).join('')}}

export declare const endpoints: { [slice: string]: { [name: string]: readonly [method: string, path: string] } }
`

const named = (slice: string) => slice.replace(/^./, (letter) => letter.toUpperCase())

function types(slice: string, calls: readonly (readonly [string, AnyEndpoint])[]): string {
  const rows = calls.map(
    ([name, endpoint]) =>
      `  /** ${endpoint.summary}. Scope: ${keyOf(endpoint)}. */\n  ${name}: (input${needed(endpoint) ? '' : '?'}: ${inputOf(endpoint)}) => Promise<${answerOf(endpoint)}>\n`,
  )
  return `${head}import type { Along } from '../index.d.ts'\n\nexport type ${named(slice)} = {\n${rows.join('')}}\n`
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io, unrepresentable: 'any' })
const isRequired = (schema: z.ZodType | undefined) => schema !== undefined && !schema.safeParse({}).success
const needed = (e: AnyEndpoint) => e.params !== undefined || isRequired(e.query) || e.body !== undefined

function inputOf(e: AnyEndpoint): string {
  const part = (name: 'params' | 'query' | 'body', schema: z.ZodType | undefined, must: boolean) =>
    schema ? [`${name}${must ? '' : '?'}: ${typeOf(schemaOf(schema, 'input'))}`] : []
  const parts = [
    ...part('params', e.params, true),
    ...part('query', e.query, isRequired(e.query)),
    ...part('body', e.body, true),
    ...(e.body === undefined && e.method !== 'GET' && e.method !== 'DELETE' ? ['raw?: BodyInit'] : []),
  ]
  return parts.length > 0 ? `Along & { ${parts.join('; ')} }` : 'Along'
}

const answerOf = (e: AnyEndpoint) => (e.status === 204 ? 'undefined' : typeOf(schemaOf(e.output, 'output')))

const files = new Map([
  ['endpoints.js', table()],
  ['endpoints.d.ts', tableTypes()],
  ...slices.map(({ slice, calls }): [string, string] => [`${slice}.d.ts`, types(slice, calls)]),
])

if (process.argv.includes('--check')) {
  const stale = [...files].filter(([name, text]) => text !== readIfThere(name)).map(([name]) => name)
  if (stale.length > 0) {
    console.error(`client/generated is not what the contracts say (${stale.join(', ')}): npm run client`)
    process.exitCode = 1
  }
} else {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of files) writeFileSync(new URL(name, folder), text)
  console.log(`${files.size} files in ${fileURLToPath(folder)}`)
}

function readIfThere(name: string): string | undefined {
  try {
    return readFileSync(new URL(name, folder), 'utf8')
  } catch {
    return undefined
  }
}
