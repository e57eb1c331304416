import type { Provider } from './queries.ts'

/** What is typed before it is a provider. */
export type Draft = {
  code: string
  title: string
  issuer: string
  client_id: string
  secret: string
  domains: string
  newcomers: string
  own_factor: boolean
  paused: boolean
  groups_claim: string
  group_roles: { group: string; role: string }[]
}

export const draftOf = (of: Provider | undefined): Draft => ({
  code: of?.code ?? '',
  title: of?.title ?? '',
  issuer: of?.issuer ?? '',
  client_id: of?.client_id ?? '',
  secret: '',
  domains: of?.domains.join(', ') ?? '',
  newcomers: of?.newcomers ?? '',
  own_factor: of?.own_factor ?? true,
  paused: of?.paused ?? false,
  groups_claim: of?.groups_claim ?? '',
  group_roles: of?.group_roles.map((one) => ({ ...one })) ?? [],
})

/** What of it is sent; a line of groups that is empty is nothing. */
export const saidBy = (draft: Draft) => ({
  title: draft.title.trim(),
  issuer: draft.issuer.trim(),
  client_id: draft.client_id.trim(),
  domains: draft.domains
    .split(/[\s,;]+/)
    .map((one) => one.replace(/^@/, ''))
    .filter((one) => one !== ''),
  newcomers: draft.newcomers === '' ? null : draft.newcomers,
  groups_claim: draft.groups_claim.trim() === '' ? null : draft.groups_claim.trim(),
  group_roles: draft.group_roles.filter((one) => one.group.trim() !== ''),
  own_factor: draft.own_factor,
  paused: draft.paused,
})

/** A code from a name: "Google Workspace" is google-workspace. While it is typed, a dash at its end stays. */
export function codeOf(title: string, typing = false): string {
  const code = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .slice(0, 30)
  if (typing) return code
  return code.replace(/-+$/, '') || (title.trim() === '' ? '' : 'provider')
}
