import { Tooltip, VisuallyHidden } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import { type entries, groups } from './entries.ts'
import { settingsFor } from './find.ts'
import classes from './Settings.module.css'
import { settingsWords } from './settings.words.ts'

/** All settings there are, with a field to find one. */
export default function SettingsPage() {
  const say = useWords(settingsWords)
  const navigate = useNavigate()
  const { q = '' } = useSearch({ from: '/shell/settings' })
  const found = settingsFor(q)
  const look = (typed: string) => void navigate({ to: '/settings', search: typed ? { q: typed } : {}, replace: true })
  return (
    <Page title={say('title')} lead={say('lead')} toolbar={<SearchBox label={say('find')} value={q} waitMs={60} onChange={look} />}>
      <VisuallyHidden role="status">{q ? say('found', { count: found.length }) : ''}</VisuallyHidden>
      {found.length === 0 ? <Empty icon={IconSettings} title={say('none', { query: q })} text={say('none_text')} /> : null}
      {groups.map((group) => {
        const own = found.filter((entry) => entry.group === group)
        return own.length === 0 ? null : (
          <Section key={group} title={say(`group_${group}`)}>
            <ul className={classes.list}>
              {own.map((entry) => (
                <li key={entry.to}>
                  <Entry entry={entry} />
                </li>
              ))}
            </ul>
          </Section>
        )
      })}
    </Page>
  )
}

function Entry({ entry }: { entry: (typeof entries)[number] }) {
  const say = useWords(settingsWords)
  const roleName = useRoleName()
  const me = useMe()
  const Picture = entry.icon
  const inside = (
    <>
      <Picture size={18} stroke={1.6} className={classes.picture} aria-hidden="true" />
      <span>
        <span className={classes.name}>{say(entry.word)}</span>
        <br />
        <span className={classes.about}>{say(entry.about)}</span>
      </span>
    </>
  )
  if (!('needs' in entry) || me.can(entry.needs))
    return (
      <Link to={entry.to} className={classes.entry}>
        {inside}
      </Link>
    )
  const why = say('not_for_role', { role: roleName(me.role) })
  return (
    <Tooltip label={why} events={{ hover: true, focus: true, touch: true }}>
      <a role="link" aria-disabled="true" aria-description={why} tabIndex={0} className={classes.entry}>
        {inside}
      </a>
    </Tooltip>
  )
}
