import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { wardsQuery } from '../children/queries.ts'
import { aboutQuery, useByMessage } from '../session/session.ts'
import { portal } from './portal.words.ts'
import classes from './Shell.module.css'
import { TopMenu } from './TopMenu.tsx'

/** `whole`: only for whoever came by the page's own link; `acting`: also for a guardian who acts for a child, by this word. */
const pages = [
  { to: '/my', word: 'page', whole: false, acting: 'child_page' },
  { to: '/my/allow', word: 'allow', whole: false, acting: 'child_allow' },
  { to: '/my/needs', word: 'needs', whole: true, acting: null },
  { to: '/my/uses', word: 'uses', whole: false, acting: 'uses' },
  { to: '/my/history', word: 'history', whole: true, acting: 'history' },
  { to: '/my/rights', word: 'rights', whole: true, acting: 'child_rights' },
  { to: '/my/receipts', word: 'receipts', whole: true, acting: null },
] as const

/** The frame of the customer's pages: whose they are, six places, and what this is. */
export function Shell() {
  const say = useWords(portal)
  const sayUi = useWords(ui)
  const { data: about } = useQuery(aboutQuery)
  const byMessage = useByMessage()
  const nav = useActiveInView()
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#content">
        {sayUi('skip')}
      </a>
      <header className={classes.top}>
        <div className={classes.inner}>
          <img src="/mark.svg" width={26} height={26} alt="" />
          <span className={classes.company}>{about?.company ?? ''}</span>
          <TopMenu />
        </div>
        <nav ref={nav} className={classes.nav} aria-label={say('navigation')}>
          <ul>
            {pages
              .filter(({ whole, acting }) => (!whole || !byMessage) && (child === undefined || acting !== null))
              .map(({ to, word, acting }) => (
                <li key={to}>
                  <Link to={to} activeOptions={{ exact: to === '/my' }}>
                    {say(child === undefined ? word : (acting ?? word))}
                  </Link>
                </li>
              ))}
          </ul>
        </nav>
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        {child === undefined ? null : <Acting ward={child} />}
        {byMessage ? (
          <p className={classes.byMessage}>
            {say('by_message')}{' '}
            <Link to="/my/sign-in" search={{}}>
              {say('ask_link')}
            </Link>
          </p>
        ) : null}
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <footer className={classes.foot}>
        {say('foot', { company: about?.company ?? '' })} <a href="/w">{say('from_us')}</a>
      </footer>
    </div>
  )
}

/** For whom a guardian acts here, and the way back to their own pages. */
function Acting({ ward }: { ward: string }) {
  const say = useWords(portal)
  const { data } = useQuery(wardsQuery)
  const name = data?.wards.find(({ id }) => id === decodeURIComponent(ward))?.name
  return (
    <p className={classes.byMessage}>
      {name ? say('acting', { name }) : say('acting_nameless')} <a href="/my/children">{say('acting_back')}</a>
    </p>
  )
}

/** On a narrow screen the places stand in a row longer than it: the one we are at is scrolled into it. */
function useActiveInView() {
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    const show = () => {
      const frame = nav.current?.getBoundingClientRect()
      const link = nav.current?.querySelector('[aria-current="page"]')?.getBoundingClientRect()
      if (!frame || !link) return
      if (link.right > frame.right) nav.current?.scrollBy({ left: link.right - frame.right + 12 })
      else if (link.left < frame.left) nav.current?.scrollBy({ left: link.left - frame.left - 12 })
    }
    // The row grows when its letters have come, and when it is known who is here.
    const growing = new ResizeObserver(show)
    for (const part of nav.current?.children ?? []) growing.observe(part)
    show()
    return () => growing.disconnect()
  }, [pathname])
  return nav
}
