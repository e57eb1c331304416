import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { cookieOf, sameOriginOnly, siteOf, staffCookie } from '../cookies.ts'
import * as contract from '../invitations/contract.ts'
import { emailOf, type Invitation, inviteAnew, inviteStaff, listInvitations, revokeInvitation } from '../invitations/invite.ts'
import { invitationOf, invitedPasskeyOptions, takeInvitation } from '../invitations/take.ts'
import { mayAssign, mayGiveRole, unitsToGive } from '../roles/assign.ts'
import { staffNames } from '../staff.ts'
import { fromOf, type House, staffOf } from './caller.ts'
import { type Deciding, deciding } from './deciding.ts'

const perPage = 100

/** Inviting colleagues, and joining by an invitation. */
export function invitationRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps
  const idOf = (shown: string): number => {
    const id = ids.read('invitation', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const shown = async (rows: readonly Invitation[], now: Date): Promise<z.input<typeof contract.invitation>[]> => {
    const names = await staffNames(
      deps,
      rows.map((row) => row.invited_by),
    )
    return rows.map((row) => ({
      id: ids.show('invitation', row.invitation_id),
      email: emailOf(deps, row),
      role: row.role,
      units: [...row.units],
      language: row.language,
      invited_by: names.get(row.invited_by) ?? null,
      invited_at: row.invited_at.toISOString(),
      sent_at: row.sent_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
      expired: row.expires_at <= now,
    }))
  }
  /** The link only while nobody would get the letter. */
  const answerOf = async (sent: { invitation: Invitation; link: string }, now: Date) => {
    const [invitation] = await shown([sent.invitation], now)
    if (!invitation) throw notFound()
    return { invitation, link: (await deps.mailIsCaught()) ? sent.link : null }
  }

  mount(app, on, contract.listInvitations, async ({ query: { cursor, limit = perPage }, now }) => {
    const pages = pagesOf(ids, 'invitations', z.int())
    const { rows, next_cursor } = pages.page(await listInvitations(deps, { below: pages.after(cursor), limit: limit + 1 }), limit, (row) => row.invitation_id)
    return { items: await shown(rows, now), next_cursor }
  })
  mount(app, on, contract.invite, async (call) => {
    const sent = await deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      await mayAssign(tx, giver, call.body.role, await side.ofRoles())
      const units = await unitsToGive(tx, giver, call.body.units)
      const answer = await inviteStaff(within, { ...call.body, units, by: staffOf(call.caller) }, call.now)
      return { answer, act: 'staff.invited', subject: { kind: 'invitation', id: answer.invitation.invitation_id }, facts: { role: call.body.role } }
    })
    return answerOf(sent, call.now)
  })
  /** Whoever sends it again may get the link, and whoever takes it back shuts somebody out: either is for who could invite them. */
  async function mayInvite(id: number, { tx, giver, side }: Deciding): Promise<void> {
    const known = await tx.selectFrom('keep.invitation').select(['role', 'units']).where('invitation_id', '=', id).executeTakeFirst()
    if (!known) throw notFound()
    await mayGiveRole(tx, giver, known.role, await side.ofRoles())
    await unitsToGive(tx, giver, known.units, known.units)
  }

  mount(app, on, contract.inviteAgain, async (call) => {
    const id = idOf(call.params.invitation_id)
    const sent = await deciding(house, call, 'staff.manage', async (at) => {
      await mayInvite(id, at)
      const answer = await inviteAnew(at.within, id, staffOf(call.caller), call.now)
      return { answer, act: 'staff.invited_again', subject: { kind: 'invitation', id } }
    })
    return answerOf(sent, call.now)
  })
  mount(app, on, contract.revokeInvitation, (call) =>
    deciding(house, call, 'staff.manage', async (at) => {
      const id = idOf(call.params.invitation_id)
      await mayInvite(id, at)
      await revokeInvitation(at.within, id, call.now)
      return { answer: { done: true as const }, act: 'staff.invitation_revoked', subject: { kind: 'invitation', id } }
    }),
  )

  mount(app, on, contract.readInvitation, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const row = await invitationOf(deps, body.token, now)
    return { email: emailOf(deps, row), role: row.role, language: row.language, expires_at: row.expires_at.toISOString() }
  })
  mount(app, on, contract.invitedPasskey, async ({ body, request, now }) => {
    sameOriginOnly(request)
    return { ...(await invitedPasskeyOptions(deps, { ...body, site: siteOf(request, deps.secure) }, now)) }
  })
  mount(app, on, contract.takeInvitation, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const given = {
      token: body.token,
      name: body.name,
      password: body.password,
      passkey: body.passkey,
      site: siteOf(request, deps.secure),
      from: fromOf(request),
    }
    const signed = await takeInvitation(deps, given, now)
    const cookie = cookieOf(staffCookie, signed.token, { expires: signed.expiresAt, secure: deps.secure })
    return Response.json({ done: true }, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } })
  })
}
