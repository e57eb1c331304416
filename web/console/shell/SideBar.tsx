import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Tip } from '../../ui/Tip.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { leadCountsQuery } from '../leads/counts.ts'
import { aboutQuery, useMe } from '../session/session.ts'
import { Favourites } from './Favourites.tsx'
import { Pinned } from './Pinned.tsx'
import type { PageEntry } from './pages.ts'
import { pages } from './pages.ts'
import { Recent } from './Recent.tsx'
import { useRoleName } from './roles.ts'
import classes from './SideBar.module.css'
import { shell } from './shell.words.ts'

/** Company, pages, favourites and the customers looked at in this tab. */
export function SideBar() {
  const say = useWords(shell)
  const about = useQuery(aboutQuery)
  return (
    <nav className={classes.bar} aria-label={say('navigation')}>
      <Link to="/" className={classes.company}>
        <img src="/mark.svg" width={24} height={24} alt="" />
        <span className={classes.companyName}>{about.data?.company ?? 'Rapport'}</span>
      </Link>
      <ul className={classes.list}>
        {pages
          .filter(({ group }) => group === 'work')
          .map((page) => (
            <PageLink key={page.to} page={page} />
          ))}
      </ul>
      <Pinned />
      <Favourites />
      <Recent />
      <p className={classes.heading} data-push>
        {say('house')}
      </p>
      <ul className={classes.list}>
        {pages
          .filter(({ group }) => group === 'house')
          .map((page) => (
            <PageLink key={page.to} page={page} />
          ))}
      </ul>
    </nav>
  )
}

function PageLink({ page }: { page: PageEntry }) {
  const say = useWords(shell)
  const roleName = useRoleName()
  const language = useLanguage()
  const me = useMe()
  const Picture = page.icon
  const inside = (
    <>
      <Picture size={17} stroke={1.6} aria-hidden="true" />
      <span className={classes.label}>{say(page.word)}</span>
    </>
  )
  if (page.needs && !me.can(page.needs)) {
    const why = say('not_for_role', { role: roleName(me.role) })
    return (
      <li>
        <Tip label={why} position="right">
          <a role="link" aria-disabled="true" aria-description={why} tabIndex={0} className={classes.link} lang={language}>
            {inside}
          </a>
        </Tip>
      </li>
    )
  }
  return (
    <li>
      <Link to={page.to} className={classes.link} activeOptions={{ exact: page.to === '/' }}>
        {inside}
        {page.to === '/leads' ? <LeadsWaiting /> : null}
        <kbd className={classes.jump} aria-hidden="true">
          G {page.jump}
        </kbd>
      </Link>
    </li>
  )
}

/** How many leads nobody has begun with. */
function LeadsWaiting() {
  const say = useWords(shell)
  const { data } = useQuery(leadCountsQuery)
  if (!data || data.new === 0) return null
  return (
    <span className={classes.count} data-late={data.late > 0 || undefined}>
      <span aria-hidden="true" className="num">
        {data.new > 999 ? '999+' : data.new}
      </span>
      <VisuallyHidden>{say('leads_waiting', { count: data.new })}</VisuallyHidden>
    </span>
  )
}
