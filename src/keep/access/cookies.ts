import { AppError } from '../../platform/errors.ts'

export const staffCookie = 'rapport_session'
export const customerCookie = 'rapport_customer'
/** A sign-in by a provider that is under way in this browser. */
export const flowCookie = 'rapport_flow'
export type CookieName = typeof staffCookie | typeof customerCookie | typeof flowCookie

export function readCookie(request: Request, name: CookieName): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name && value) return value
  }
  return undefined
}

/** Not readable by scripts, not sent by other sites' requests; for https only when the installation is reached by it. */
export function cookieOf(name: CookieName, token: string, at: { expires: Date; secure: boolean }): string {
  return `${name}=${token}; Path=/; HttpOnly; SameSite=${name === flowCookie ? 'Strict' : 'Lax'}; Expires=${at.expires.toUTCString()}${at.secure ? '; Secure' : ''}`
}

export function cookieGone(name: CookieName): string {
  return `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`
}

/** A changing request must come from our own pages: browsers say so in Sec-Fetch-Site and Origin; programs send neither. */
export function sameOriginOnly(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  // A sandboxed page sends the origin "null", which is nobody's.
  const own = origin === null || (URL.canParse(origin) && new URL(origin).host === request.headers.get('host'))
  if ((site !== null && site !== 'same-origin' && site !== 'none') || !own)
    throw new AppError('forbidden', 'This request came from another site and was not carried out.')
}

/**
 * Where the browser stands, for passkeys. The Host header may be asked: a passkey only answers to the host it was made
 * for, so whoever lies about it here gets no answer that fits.
 */
export function siteOf(request: Request, secure: boolean): { origin: string; host: string } {
  const host = request.headers.get('host') ?? 'localhost'
  return { origin: `${secure ? 'https' : 'http'}://${host}`, host: host.replace(/:\d+$/, '') }
}

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['YaBrowser', 'Yandex'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** "Firefox, Linux": enough to know one's own session by, too little to follow anybody. */
export function deviceOf(request: Request): string {
  const agent = request.headers.get('user-agent') ?? ''
  const found = [browsers.find(([mark]) => agent.includes(mark))?.[1], systems.find(([mark]) => agent.includes(mark))?.[1]].filter((part) => part !== undefined)
  return found.join(', ') || 'other'
}

/** The /24 or /48 a request came from: what attempts are counted by. */
export function networkOf(request: Request): string {
  const address =
    (request.headers.get('x-forwarded-for') ?? '')
      .split(',')[0]
      ?.trim()
      .replace(/^::ffff:/, '') ?? ''
  return address.includes(':') ? address.split(':').slice(0, 3).join(':') : address.split('.').slice(0, 3).join('.')
}
