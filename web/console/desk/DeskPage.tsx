import { IconChevronRight, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago, codeName, count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Desk.module.css'
import { DeskFrame } from './DeskFrame.tsx'
import { deskWords } from './desk.words.ts'
import { type Attention, deskQuery } from './queries.ts'

type Item = { key: string; to: string; search?: { state: 'overdue' }; title: string; number: number; text: string; needs: boolean }

/** What needs the officer today: each number leads to where it is dealt with. */
export default function DeskPage() {
  const say = useWords(deskWords)
  return (
    <DeskFrame title={say('title')} lead={say('lead')}>
      <Today />
    </DeskFrame>
  )
}

function Today() {
  const say = useWords(deskWords)
  const { data, error, isPending, refetch } = useQuery(deskQuery)
  const itemsOf = useItems()
  if (isPending) return <Lines count={6} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const items = itemsOf(data)
  const needs = items.filter(({ needs: waits, number }) => waits && number > 0)
  return (
    <>
      {needs.length === 0 ? <Empty small icon={IconCircleCheck} title={say('calm')} text={say('calm_text')} /> : <Tiles title={say('needs')} items={needs} />}
      <Tiles title={say('watch')} items={items.filter((item) => !needs.includes(item)).sort((a, b) => b.number - a.number)} />
    </>
  )
}

function Tiles({ title, items }: { title: string; items: readonly Item[] }) {
  const language = useLanguage()
  return (
    <Section title={title}>
      <ul className={classes.tiles}>
        {items.map((item) => (
          <li key={item.key}>
            <Link to={item.to} search={item.search ?? {}} className={classes.tile} data-needs={(item.needs && item.number > 0) || undefined}>
              <span className={classes.number}>{count(item.number, language)}</span>
              <span className={classes.what}>{item.title}</span>
              <span className={classes.text}>{item.text}</span>
              <IconChevronRight size={16} stroke={1.8} aria-hidden="true" className={classes.go} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function useItems(): (of: Attention) => Item[] {
  const say = useWords(deskWords)
  const language = useLanguage()
  const now = useNow()
  const { can } = useMe()
  const erasures = ({ waiting, running, held, next_due }: Attention['erasures']) =>
    [
      next_due === null ? '' : say('erasures_due', { when: ago(new Date(next_due), now, language) }),
      running > 0 ? say('erasures_running', { count: running }) : '',
      held > 0 ? say('erasures_held', { count: held }) : '',
      waiting + running === 0 ? say('erasures_none') : '',
    ]
      .filter(Boolean)
      .join(' · ')
  const texts = (of: Attention['texts']) =>
    of
      .map(({ purpose, title, lacks }) =>
        say('texts_of', {
          purpose: pick(title, language) ?? purpose,
          languages: lacks
            .map((one) => say('texts_language', { language: codeName(one.language, 'language', language), persons: count(one.persons, language) }))
            .join(', '),
        }),
      )
      .join(' · ') || say('texts_none')
  // Keys have their page with colleagues; whoever does not open it is led to the register, which names them.
  const keys = can('keys.manage') ? '/staff' : '/desk/register'
  const rights = ({ overdue, soon, next_due }: Attention['rights']) =>
    [
      overdue > 0 ? say('rights_overdue', { count: overdue }) : '',
      soon > 0 ? say('rights_soon', { count: soon }) : '',
      next_due === null ? '' : say('rights_due', { when: ago(new Date(next_due), now, language) }),
      overdue === 0 && next_due === null ? say('rights_none') : '',
    ]
      .filter(Boolean)
      .join(' · ')
  const late = (of: Attention['rights']): Pick<Item, 'search'> => (of.overdue > 0 ? { search: { state: 'overdue' } } : {})
  return (of) => [
    { key: 'rights', to: '/rights', title: say('rights'), number: of.rights.open, text: rights(of.rights), needs: true, ...late(of.rights) },
    { key: 'exports', to: '/exports', title: say('exports'), number: of.waiting.exports, text: say('exports_text'), needs: true },
    { key: 'budgets', to: '/settings/budgets', title: say('budgets'), number: of.waiting.budgets, text: say('budgets_text'), needs: true },
    { key: 'odd', to: '/audit', title: say('odd'), number: of.odd.people, text: say('odd_text', of.odd), needs: true },
    { key: 'texts', to: '/settings/consent-texts', title: say('texts'), number: of.texts.length, text: texts(of.texts), needs: true },
    { key: 'unused', to: keys, title: say('unused'), number: of.keys.unused, text: say('unused_text', { days: of.keys.days }), needs: true },
    { key: 'wide', to: keys, title: say('wide'), number: of.keys.wide, text: say('wide_text'), needs: true },
    {
      key: 'erasures',
      to: '/settings/erasures',
      title: say('erasures'),
      number: of.erasures.waiting + of.erasures.running,
      text: erasures(of.erasures),
      needs: of.erasures.held > 0,
    },
    {
      key: 'refused',
      to: '/desk/refusals',
      title: say('refused'),
      number: of.refused.count,
      text: say('refused_days', { days: of.refused.days, before: count(of.refused.before, language) }),
      needs: false,
    },
  ]
}
