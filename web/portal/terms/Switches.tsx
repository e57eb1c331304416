import { Button, Switch, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { setMyTerm } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { usePeriod } from '../../ui/period.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { inTree } from '../../ui/purposeTree.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
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
  const language = useLanguage()
  const shown = terms.items.filter((term) => term.changeable || term.because !== null)
  const near = (term: Term) => (needs[term.channel] ?? []).some((need) => known.includes(need))
  const groups = terms.purposes.map((purpose) => ({ ...purpose, items: shown.filter((term) => term.purpose === purpose.code) }))
  const byConsent = (group: (typeof groups)[number]) => group.items.some(asksConsent)
  const ordered = groups.toSorted((a, b) => Number(byConsent(b)) - Number(byConsent(a)) || Number(b.code === 'service') - Number(a.code === 'service'))
  const titleOf = (code: string | undefined) => {
    const wider = terms.purposes.find((purpose) => purpose.code === code)
    return wider && (pick(wider.title, language) ?? wider.code)
  }
  return inTree(ordered).map(({ purpose: group, depth }) => (
    <div key={group.code} className={classes.branch} data-part={depth > 0 || undefined}>
      <Purpose
        code={group.code}
        title={group.title}
        notice={group.notice}
        period={group.consent_for}
        consent={byConsent(group)}
        near={group.items.filter((term) => near(term) || (term.allowed && asksConsent(term)))}
        far={group.items.filter((term) => !near(term) && !(term.allowed && asksConsent(term)))}
        stopped={terms.stopped_at !== null}
        wider={titleOf(group.above[0])}
        refused={titleOf(group.above.find((code) => terms.stops.some((stop) => stop.purpose === code))) ?? titleOf(group.above[0])}
      />
    </div>
  ))
}

type Notice = Terms['purposes'][number]['notice']
type PurposeProps = {
  code: string
  title: Record<string, string>
  notice: Notice
  period: string | null
  consent: boolean
  near: readonly Term[]
  far: readonly Term[]
  stopped: boolean
  /** Titles of the wider purpose this one is part of, and of the one that was said no to. */
  wider: string | undefined
  refused: string | undefined
}

function Purpose({ code, title, notice, period, consent, near, far, stopped, wider, refused }: PurposeProps) {
  const say = useWords(termsWords)
  const word = useCodeWords(purposeWords)
  const language = useLanguage()
  const list = (terms: readonly Term[]) => (
    <ul className={classes.list}>
      {terms.map((term) => (
        <One key={`${term.channel} ${term.topic}`} term={term} notice={notice} stopped={stopped && consent} refused={refused} />
      ))}
    </ul>
  )
  return (
    <Part title={pick(title, language) ?? word(code)} lead={say(consent ? 'purpose_note' : 'purpose_ways')}>
      {wider ? <p className="quiet small">{say('part_of', { title: wider })}</p> : null}
      {notice ? <Agreed notice={notice} period={period} /> : null}
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

/** The very words one agrees to: what a yes here is recorded with. */
function Agreed({ notice, period }: { notice: NonNullable<Notice>; period: string | null }) {
  const say = useWords(termsWords)
  const language = useLanguage()
  const now = useNow()
  const lasting = usePeriod()
  const day = dayOf(new Date(notice.since), now, language)
  return (
    <figure className={classes.agreed}>
      <blockquote lang={textLanguage(notice, language)}>{notice.texts[textLanguage(notice, language)]}</blockquote>
      <figcaption className="faint small">
        {say('text_version', { version: notice.version, day })} {period ? say('text_holds', { period: lasting(period) }) : say('text_holds_on')}
      </figcaption>
    </figure>
  )
}

/** The language a text is shown in: the page's when there is one. */
const textLanguage = ({ texts }: NonNullable<Notice>, language: string) => (texts[language] === undefined ? (Object.keys(texts)[0] ?? 'en') : language)

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

const monthMs = 30 * 86_400_000

type OneProps = { term: Term; notice: Notice; stopped: boolean; refused: string | undefined }

function One({ term, notice, stopped, refused }: OneProps) {
  const say = useWords(termsWords)
  const because = useCodeWords(termsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const set = useTermsAct(
    (allowed: boolean) =>
      call(setMyTerm, {
        body: {
          purpose: term.purpose,
          channel: term.channel,
          topic: term.topic,
          allowed,
          notice: notice && { version: notice.version, language: textLanguage(notice, language) },
        },
      }),
    say('saved'),
  )
  const name = term.topic ? say('topic', { channel: channel(term.channel), topic: pick(term.topic_title, language) ?? term.topic }) : channel(term.channel)
  const day = (at: string) => dayOf(new Date(at), now, language)
  const ends = term.allowed ? term.expires_at : null
  const state = [
    say(term.allowed ? 'on' : term.state === 'expired' ? 'ran_out' : 'off'),
    term.since && !(term.state === 'expired') ? say('since', { day: day(term.since) }) : '',
    ends ? say('until', { day: day(ends) }) : '',
  ]
    .filter(Boolean)
    .join(' ')
  const soon = ends !== null && new Date(ends).getTime() - now.getTime() < monthMs
  const byMessage = useByMessage()
  const covered = byMessage && !term.allowed
  // A guardian takes back what a guardian switched off; the child’s own yes is the child’s.
  const theirs = child !== undefined && !term.allowed && term.changeable && term.state !== 'stopped'
  const why = theirs
    ? say('own_yes')
    : stopped
      ? say('because_stopped')
      : covered
        ? say('because_message')
        : term.changeable
          ? ''
          : because(`because_${term.because ?? 'contract'}`, { title: refused ?? '' })
  return (
    <li className={classes.term}>
      <ChannelIcon channel={term.channel} size={18} />
      <Switch
        className={classes.switch}
        labelPosition="left"
        label={name}
        description={why || state}
        checked={set.isPending ? set.variables : term.allowed}
        disabled={stopped || covered || theirs || !term.changeable || set.isPending}
        onChange={(event) => set.mutate(event.currentTarget.checked)}
      />
      {soon && !stopped && !byMessage && child === undefined ? (
        <Button size="compact-sm" variant="light" loading={set.isPending} aria-label={`${name}: ${say('renew')}`} onClick={() => set.mutate(true)}>
          {say('renew')}
        </Button>
      ) : null}
    </li>
  )
}
