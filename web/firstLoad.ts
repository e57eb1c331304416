import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

type Entry = 'index.html' | 'my/index.html'
/** What a browser loads of built pages. Sizes in bytes, compressed as they are sent. */
export type Load = { files: string[]; script: number; styles: number }

/** Everything the browser loads before the first page can be drawn: the script of an entry and what it imports at once, and their styles. `entry`: a path under dist. */
export function firstLoad(dist: string, entry: Entry): Load {
  const files = withImports(dist, named(readFileSync(join(dist, entry), 'utf8'), /(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g), atOnce)
  const size = (end: string) => files.filter((file) => file.endsWith(end)).reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)
  return { files, script: size('.js'), styles: size('.css') }
}

/** Everything that a page of this entry may ever load, what opens later included. Scripts, as paths under dist. */
export function everLoaded(dist: string, entry: Entry): string[] {
  return withImports(dist, scriptsOf(dist, entry), ever)
}

/** The scripts that the page itself names first: where it begins. */
export function scriptsOf(dist: string, entry: Entry): string[] {
  return named(readFileSync(join(dist, entry), 'utf8'), /<script[^>]* src="\/(assets\/[^"]+\.js)"/g)
}

const atOnce = /(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g
const ever = /(?:\bfrom|\bimport)\s*\(?\s*["'`]\.\/([^"'`]+\.js)["'`]/g

function withImports(dist: string, files: readonly string[], pattern: RegExp): string[] {
  const found = new Set(files)
  for (const file of found) if (file.endsWith('.js')) for (const name of named(readFileSync(join(dist, file), 'utf8'), pattern)) found.add(`assets/${name}`)
  return [...found]
}

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])
