import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { channels as allChannels, checks as allChecks } from '../../../src/keep/terms/contract.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { fieldWords } from '../../ui/field.words.ts'
import { usePeriod } from '../../ui/period.ts'
import { basisWords } from '../../ui/purpose.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useOwnFieldTitle } from '../fields/index.ts'
import { useRoleName } from '../shell/roles.ts'
import { dpvWords } from './dpv.words.ts'
import type { Draft } from './draft.ts'
import classes from './Purposes.module.css'
import { linesOf, periodCode, retentionCode } from './parts.ts'
import { purposeFormWords } from './purposeForm.words.ts'
import { purposesQuery } from './queries.ts'
import { useRetention } from './retention.ts'

type ChangesProps = { before: Draft; after: Draft; parts: readonly (keyof Draft)[]; version: number }

/** What another version would say otherwise, part by part, before it is saved. */
export function Changes({ before, after, parts, version }: ChangesProps) {
  const say = useWords(purposeFormWords)
  const label = useCodeWords(purposeFormWords)
  const inWords = usePart()
  return (
    <div className={classes.form}>
      <p>{say('will_change', { version })}</p>
      {parts.length === 0 ? <p className="quiet">{say('brought_back')}</p> : null}
      <dl className={classes.changes}>
        {parts.map((part) => (
          <div key={part}>
            <dt>{label(part)}</dt>
            <dd>
              <VisuallyHidden>{say('was')}: </VisuallyHidden>
              <del>{inWords(before, part)}</del>
            </dd>
            <dd>
              <VisuallyHidden>{say('becomes')}: </VisuallyHidden>
              <ins>{inWords(after, part)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** One part of a draft as a person reads it. */
function usePart(): (draft: Draft, part: keyof Draft) => string {
  const say = useWords(purposeFormWords)
  const roleName = useRoleName()
  const word = useCodeWords(fieldWords)
  const channel = useCodeWords(channelWords)
  const basis = useCodeWords(basisWords)
  const term = useCodeWords(dpvWords)
  const check = useCodeWords(purposeFormWords)
  const retention = useRetention()
  const period = usePeriod()
  const language = useLanguage()
  const ownTitle = useOwnFieldTitle()
  const { data: all } = useQuery(purposesQuery)
  const field = (code: string) => ownTitle(code) ?? word(code)
  const listed = (codes: readonly string[], say1: (code: string) => string) => codes.map((code) => lower(say1(code))).join(', ') || say('nothing')
  return (draft, part) => {
    switch (part) {
      case 'title':
      case 'description':
        return [draft[part].en, draft[part].ru].join(' / ')
      case 'dpv':
        return term(draft.dpv)
      case 'basis':
        return basis(draft.basis)
      case 'parent':
        return pick(all?.items.find((each) => each.code === draft.parent)?.title, language) ?? draft.parent ?? say('parent_none')
      case 'channels':
        return (
          allChannels
            .filter((each) => draft.channels.includes(each))
            .map((code) => channel(code))
            .join(', ') || say('nothing')
        )
      case 'categories':
        return listed(draft.categories, word)
      case 'fields':
      case 'allFields':
        return draft.allFields ? say('fields_all') : listed(draft.fields, field)
      case 'checks':
        return listed(
          allChecks.filter((each) => draft.checks.includes(each)),
          (code) => check(`check_${code}`),
        )
      case 'retention':
        return retention(retentionCode(draft.retention))
      case 'roles':
        return listed(draft.roles, (role) => roleName(role))
      case 'notice':
        return draft.notice === '' || draft.notice === draft.code ? say('notice_own') : draft.notice
      case 'consentFor':
        return draft.consentFor === null ? say('consent_open') : period(periodCode(draft.consentFor))
      case 'askAgain':
        return period(periodCode(draft.askAgain))
      case 'recipients':
        return linesOf(draft.recipients).join(', ') || say('nothing')
      case 'needs':
        return listed(draft.needs, (need) => check(`needs_${need}`))
      case 'context':
        return draft.context || say('nothing')
      case 'weighs':
        return say(draft.weighs ? 'weighs_yes' : 'weighs_no')
      case 'code':
        return draft.code
    }
  }
}
