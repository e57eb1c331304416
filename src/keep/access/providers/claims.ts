import { z } from 'zod'
import { emailKey } from '../staff.ts'

// What a provider says of somebody (OpenID Connect Core 1.0, section 5.1), read with suspicion: each claim may be missing or of another kind.

export type Person = {
  subject: string
  email: string | undefined
  verified: boolean
  name: string
  language: 'en' | 'ru' | undefined
  groups: readonly string[]
}

const text = z.string().max(1000).optional().catch(undefined)
const claims = z.looseObject({
  sub: z.string().min(1).max(1000),
  email: text,
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')])
    .optional()
    .catch(undefined),
  name: text,
  locale: text,
})
const mostGroups = 500
const longestName = 200

export function personIn(said: object, groupsClaim: string | null): Person {
  const { sub, email, email_verified, name, locale, ...others } = claims.parse(said)
  const address = email === undefined ? undefined : z.email().max(254).safeParse(emailKey(email)).data
  return {
    subject: sub,
    email: address,
    verified: address !== undefined && email_verified === true,
    name:
      (name ?? '')
        .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
        .trim()
        .slice(0, longestName) ||
      (address?.split('@')[0] ?? ''),
    language: locale?.startsWith('ru') ? 'ru' : locale?.startsWith('en') ? 'en' : undefined,
    groups: groupsClaim === null ? [] : groupsIn(Object.hasOwn(others, groupsClaim) ? others[groupsClaim] : undefined),
  }
}

function groupsIn(said: unknown): string[] {
  const list = Array.isArray(said) ? said : [said]
  return list.filter((one): one is string => typeof one === 'string').slice(0, mostGroups)
}

/** Whether an address is of one of the domains, or of whatever domain where none is named. A subdomain is another domain. */
export const isOfDomain = (email: string, domains: readonly string[]): boolean =>
  domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1))

/** The role of the first group in the list that somebody is in. */
export function roleByGroup({ groups, group_roles: roles }: { groups: readonly string[]; group_roles: readonly string[] }, of: Person): string | undefined {
  const at = groups.findIndex((group) => of.groups.includes(group))
  return at < 0 ? undefined : roles[at]
}
