import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { AppError } from '../platform/errors.ts'
import { problemResponse } from '../platform/http/index.ts'
import type { House } from './house.ts'

const types: { [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
}

// Pages run only our own code and talk only to us; nothing may frame them.
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// The stand-alone verifier brings its own rules along (web/verifier); served, it may reach nothing of this site either.
const verifierHeaders = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "sandbox allow-scripts; frame-ancestors 'none'",
}

/** Serves the built pages: the portal under /my, the verifier at /log/verifier, the console everywhere else. Files under /assets are named by their content and never change. */
export function pageRoutes(house: House, folder: string): void {
  for (const [path, file, type] of [
    ['/log/verifier', 'rapport-verify.html', types['.html']],
    ['/log/verifier.sha256', 'rapport-verify.html.sha256', 'text/plain; charset=utf-8'],
  ] as const)
    house.app.get(path, (context) => context.body(readFileSync(join(folder, file)), 200, { ...verifierHeaders, 'content-type': type ?? '' }))
  house.app.get('*', (context) => {
    const path = new URL(context.req.url).pathname
    if (path.startsWith('/v1/')) return problemResponse(new AppError('not_found', `There is no ${path} here.`), house.on.log)
    const file = fileFor(folder, path)
    if (!file) return problemResponse(new AppError('not_found', 'There is no such page.'), house.on.log)
    const headers = new Headers({
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': policy,
    })
    return new Response(readFileSync(file), { headers })
  })
  house.app.notFound((context) =>
    problemResponse(new AppError('not_found', `There is no ${context.req.method} ${new URL(context.req.url).pathname} here.`), house.on.log),
  )
}

function fileFor(folder: string, path: string): string | undefined {
  const wanted = join(folder, normalize(decoded(path)))
  if (!wanted.startsWith(folder + sep)) return undefined
  if (extname(path) !== '') return existsSync(wanted) && statSync(wanted).isFile() ? wanted : undefined
  const page = path === '/my' || path.startsWith('/my/') ? join(folder, 'my/index.html') : join(folder, 'index.html')
  return existsSync(page) ? page : undefined
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '/'
  }
}
