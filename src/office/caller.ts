import { type Credential, type Door, nothingIsChanged, type Person } from '../keep/door/contract.ts'
import { AppError } from '../platform/errors.ts'
import { childsOwn, forChildHeader, isForCustomers, mayCall, type Who } from '../platform/http/index.ts'

/** Who calls, as the keep said; `as` is what the call carries on to the door, so the keep sees for itself. */
export type Caller = { as: Credential; person: Person }

/** The member of staff who calls; null for a program. */
export const staffOf = ({ person: { actor } }: Caller): number | null => (actor.kind === 'staff' ? actor.id : null)

/** Whose own things (notices, favourites, private lists) are shown: nobody's to whoever looks through a colleague's eyes. */
export const selfOf = ({ person }: Caller): number => (person.seen_by === null ? person.actor.id : 0)

/** Who it is that asks, also through a colleague's eyes. */
export const askerOf = ({ person }: Caller): number => person.seen_by ?? person.actor.id

/** The same credential, as asked by a page that stands open: its session is not prolonged. */
export const still = (as: Credential): Credential => ('session' in as ? { ...as, still: true } : as)

const nobody: Caller = {
  as: { service: 'health' },
  person: {
    actor: { kind: 'service', id: 0, role: 'public' },
    name: null,
    language: null,
    customer: null,
    message: null,
    guardian: false,
    scopes: [],
    rights: { abilities: [], scope: 'own', customers: 'own' },
    units: [],
    within: null,
    sees: null,
    seen_by: null,
  },
}

/** Set to 1 by a page that asks by itself, while nobody does anything: it is answered as ever, and prolongs no session. */
const stillHeader = 'x-still'

/**
 * Reads the session cookie or the API key of a request and asks the keep whose it is. A changing request with a cookie must
 * come from our own pages (Origin or Sec-Fetch-Site), so that another site cannot act with someone's session.
 */
export async function authenticate(door: Door, request: Request, who: Who): Promise<Caller> {
  if (who === 'public') return nobody
  const shown = credentialOf(request, who)
  const as = shown && request.headers.get(stillHeader) === '1' ? still(shown) : shown
  if (!as) throw new AppError('unauthenticated', isForCustomers(who) ? 'Open your page by the link in a message, or ask for a new one.' : 'Sign in first.')
  if (isForCustomers(who)) return customerBy(door, as, who, request.headers.get(forChildHeader))
  const person = await door.ask(as, 'who', {})
  if (person.seen_by !== null && request.method !== 'GET' && request.method !== 'HEAD') throw new AppError('forbidden', nothingIsChanged, { place: 'seeing' })
  if (person.actor.kind === 'staff' && mayCall(who, person.rights.abilities)) return { as, person }
  if (person.actor.kind === 'api' && 'key' in who && who.key !== undefined) {
    if (person.scopes.includes(who.key)) return { as, person }
    throw new AppError('forbidden', `This API key may not do this. Give it the scope "${who.key}", or use another.`)
  }
  if (person.actor.kind === 'api') throw new AppError('forbidden', 'This is for people who are signed in: no API key does it.')
  throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
}

/** The customer of a session, or the child whom its customer asks for: whether they may, the keep says. */
async function customerBy(door: Door, as: Credential, who: Who, child: string | null): Promise<Caller> {
  if (child !== null && who !== 'customer_or_guardian') throw new AppError('forbidden', childsOwn)
  const whole = child !== null && 'session' in as ? { ...as, child } : as
  const person = await door.ask(whole, 'who', {})
  if (person.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  return { as: whole, person }
}

function credentialOf(request: Request, who: Who): Credential | undefined {
  const bearer = /^Bearer (.{1,200})$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (bearer) return { key: bearer }
  const session = cookie(request.headers.get('cookie') ?? '', isForCustomers(who) ? 'rapport_customer' : 'rapport_session')
  if (!session) return undefined
  if (request.method !== 'GET' && request.method !== 'HEAD') sameOriginOnly(request)
  return { session }
}

function sameOriginOnly(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  // A sandboxed page sends the origin "null", which is nobody's.
  const own = origin === null || (URL.canParse(origin) && new URL(origin).host === request.headers.get('host'))
  if ((site !== null && site !== 'same-origin') || !own) throw new AppError('forbidden', 'This request came from another site and was not carried out.')
}

function cookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name && value) return value
  }
  return undefined
}
