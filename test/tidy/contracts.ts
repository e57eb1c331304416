import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AnyEndpoint } from '../../src/platform/http/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every endpoint that any contract of the code declares. */
export async function endpointsOfContracts(): Promise<AnyEndpoint[]> {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], { cwd: root, encoding: 'utf8' })
  const files = tracked.split('\n').filter((file) => /\bcontract\.ts$/.test(file) && !file.startsWith('src/platform/'))
  const contracts = await Promise.all(files.map((file): Promise<{ [name: string]: unknown }> => import(join(root, file))))
  return [...new Set(contracts.flatMap((contract) => Object.values(contract).filter(isEndpoint)))]
}

export function isEndpoint(value: unknown): value is AnyEndpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'who' in value
}
