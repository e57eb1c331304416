import type { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction, type Tx } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { type Mounting, mount, pagesOf } from '../../../platform/http/index.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { type NoticeVersion, noticeNow, registerNotice, validFrom, versionsOf } from '../notices.ts'
import { oneAtATime, purposesNow } from '../purposes.ts'
import type { TermsRoutesDeps } from '../routes.ts'
import type { TermsTables } from '../tables.ts'
import { endSoon, yesesBy } from './anew.ts'
import * as contract from './contract.ts'

const perPage = 100
const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

/** Mounts the texts by which people are asked. */
export function textRoutes(app: Hono, on: Mounting<{ actor: Actor } | undefined>, deps: TermsRoutesDeps): void {
  const db = deps.db.$pickTables()
  /** The purposes that ask by a text; a text that none of them names is not one of the register. */
  const askingBy = async (notice: string) => {
    const asking = [...(await purposesNow(db)).values()].filter((p) => p.notice === notice).map((p) => p.purpose)
    if (asking.length === 0) throw new AppError('not_found', 'No purpose in use asks by this text.')
    return asking
  }

  mount(app, on, contract.listConsentTexts, async ({ query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(deps.ids, 'consent texts', z.string())
    const after = pages.after(cursor)
    const purposes = [...(await purposesNow(db)).values()]
    const named = [...new Set(purposes.flatMap((p) => p.notice ?? []))].filter((n) => after === undefined || n > after).sort()
    const { rows, next_cursor } = pages.page(named.slice(0, limit + 1), limit, (n) => n)
    const versions = await versionsOf(db, rows)
    const items = rows.flatMap((notice) => {
      const now = versions.get(notice)?.at(-1)
      return now ? [{ ...shown(now), purposes: purposes.filter((p) => p.notice === notice).map((p) => p.purpose) }] : []
    })
    return { items, next_cursor }
  })
  mount(app, on, contract.readConsentText, async ({ params: { notice }, query: { cursor, limit = perPage }, now }) => {
    const asking = await askingBy(notice)
    const pages = pagesOf(deps.ids, `consent text ${notice}`, z.int())
    const below = pages.after(cursor)
    const all = (await versionsOf(db, [notice])).get(notice) ?? []
    const older = all.filter((v) => below === undefined || v.version < below).reverse()
    const { rows, next_cursor } = pages.page(older, limit, (v) => v.version)
    const yeses = await yesesBy(db, { notice, purposes: asking }, now)
    const names = await deps.staffNames(rows.flatMap(({ by }) => (by.kind === 'staff' ? [by.id] : [])))
    const from = validFrom(all)
    const items = rows.map((v) => ({
      ...shown(v),
      yeses: { count: yeses.of(v.version), exact: yeses.exact },
      valid: v.version >= from,
      by: { kind: v.by.kind, name: v.by.kind === 'staff' ? (names.get(v.by.id) ?? null) : null },
    }))
    return { items, next_cursor }
  })
  mount(app, on, contract.showConsentText, async ({ params: { notice, version } }) => {
    const found = (await versionsOf(db, [notice])).get(notice)?.find((v) => v.version === version)
    if (!found) throw notFound()
    return shown(found)
  })
  mount(app, on, contract.saveConsentText, async ({ caller, params: { notice }, body, now }) => {
    const at = { actor: caller?.actor ?? nobody, now }
    await askingBy(notice)
    const changed = await inTransaction(deps.db, async (whole) => {
      const tx: Tx<TermsTables> = whole.$pickTables()
      await oneAtATime(tx)
      const last = await noticeNow(tx, notice)
      if (last.version !== body.upon) throw new AppError('stale', 'Somebody wrote another version meanwhile. Look at it, then write yours.', { place: 'upon' })
      if (Object.entries(body.texts).every(([language, text]) => last.texts[language]?.body === text)) return false
      const version = last.version + 1
      for (const [language, text] of Object.entries(body.texts))
        await registerNotice(tx, { notice, version, language, body: text, asksMore: body.asks_more }, at)
      if (body.asks_more) await endSoon(tx, { notice, below: version })
      const facts = { code: notice, version, asks_more: body.asks_more }
      await noteAct(whole.$pickTables(), { by: at.actor, act: 'register.others', facts, now })
      return true
    })
    return { ...shown(await noticeNow(db, notice)), changed }
  })
}

function shown(v: NoticeVersion) {
  const of = <T>(read: (text: { body: string; sha256: Buffer }) => T) =>
    Object.fromEntries(Object.entries(v.texts).map(([language, text]) => [language, read(text)]))
  return {
    notice: v.notice,
    version: v.version,
    since: v.at.toISOString(),
    texts: of((t) => t.body),
    sha256: of((t) => t.sha256.toString('hex')),
    asks_more: v.asksMore,
  }
}
