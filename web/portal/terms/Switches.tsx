import { Switch, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { setMyTerm } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Terms } from '../page/queries.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import { asksConsent } from './asksConsent.ts'
import classes from './Terms.module.css'
import { termsWords } from './terms.words.ts'
import { useTermsAct } from './useTerms.ts'

type Term = Terms['items'][number]

/** What an address of ours would be needed for; a way that needs none is always there. */
const needs: Record<string, readonly string[]> = {
  email: ['email'],
  sms: ['phone'],
  phone: ['phone'],
  post: ['address'],
  telegram: ['telegram'],
  whatsapp: ['whatsapp'],
  viber: ['viber'],
  vk: ['vk'],
  max: ['max'],
  push: ['push'],
}

/** A switch for each way we may write, by purpose. What asks for consent stands open; ways we have no address for are folded away. */
export function Switches({ terms, known }: { terms: Terms; known: readonly string[] }) {
  const shown = terms.items.filter((term) => term.changeable || term.because !== null)
  const near = (term: Term) => (needs[term.channel] ?? []).some((need) => known.includes(need))
  const groups = terms.purposes.map((purpose) => ({ ...purpose, items: shown.filter((term) => term.purpose === purpose.code) }))
  const byConsent = (group: (typeof groups)[number]) => group.items.some(asksConsent)
  return groups
    .toSorted((a, b) => Number(byConsent(b)) - Number(byConsent(a)) || Number(b.code === 'service') - Number(a.code === 'service'))
    .map((group) => (
      <Purpose
        key={group.code}
        code={group.code}
        title={group.title}
        consent={byConsent(group)}
        near={group.items.filter((term) => near(term) || (term.allowed && asksConsent(term)))}
        far={group.items.filter((term) => !near(term) && !(term.allowed && asksConsent(term)))}
        stopped={terms.stopped_at !== null}
      />
    ))
}

type PurposeProps = { code: string; title: Record<string, string>; consent: boolean; near: readonly Term[]; far: readonly Term[]; stopped: boolean }

function Purpose({ code, title, consent, near, far, stopped }: PurposeProps) {
  const say = useWords(termsWords)
  const word = useCodeWords(purposeWords)
  const language = useLanguage()
  const list = (terms: readonly Term[]) => (
    <ul className={classes.list}>
      {terms.map((term) => (
        <One key={`${term.channel} ${term.topic}`} term={term} stopped={stopped && consent} />
      ))}
    </ul>
  )
  return (
    <Part title={pick(title, language) ?? word(code)} lead={say(consent ? 'purpose_note' : 'purpose_ways')}>
      {consent ? list(near) : null}
      {consent && far.length > 0 ? (
        <Folded title={say('more_channels')}>
          <p className="faint small">{say('no_address')}</p>
          {list(far)}
        </Folded>
      ) : null}
      {consent ? null : <Folded title={say('ways')}>{list([...near, ...far])}</Folded>}
    </Part>
  )
}

function Folded({ title, children }: { title: string; children: ReactNode }) {
  const [open, { toggle }] = useDisclosure(false)
  return (
    <div>
      <UnstyledButton className={classes.more} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={15} aria-hidden="true" /> {title}
      </UnstyledButton>
      {open ? children : null}
    </div>
  )
}

function One({ term, stopped }: { term: Term; stopped: boolean }) {
  const say = useWords(termsWords)
  const because = useCodeWords(termsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const set = useTermsAct(
    (allowed: boolean) => call(setMyTerm, { body: { purpose: term.purpose, channel: term.channel, topic: term.topic, allowed } }),
    say('saved'),
  )
  const name = term.topic ? say('topic', { channel: channel(term.channel), topic: pick(term.topic_title, language) ?? term.topic }) : channel(term.channel)
  const state = `${say(term.allowed ? 'on' : 'off')}${term.since ? ` ${say('since', { day: dayOf(new Date(term.since), now, language) })}` : ''}`
  const byMessage = useByMessage()
  const covered = byMessage && !term.allowed
  const why = stopped ? say('because_stopped') : covered ? say('because_message') : term.changeable ? '' : because(`because_${term.because ?? 'contract'}`)
  return (
    <li className={classes.term}>
      <ChannelIcon channel={term.channel} size={18} />
      <Switch
        className={classes.switch}
        labelPosition="left"
        label={name}
        description={why || state}
        checked={set.isPending ? set.variables : term.allowed}
        disabled={stopped || covered || !term.changeable || set.isPending}
        onChange={(event) => set.mutate(event.currentTarget.checked)}
      />
    </li>
  )
}
