import { Outlet, useRouterState } from '@tanstack/react-router'
import { part } from '../../ui/part.ts'
import { useMe } from '../session/session.ts'
import { pages } from './pages.ts'

const NotForRole = part(() => import('./NotForRole.tsx'))

/** The page of the address; where the role does not open it, that and why, before anything is asked for. The server refuses besides. */
export function Opened() {
  const me = useMe()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const page = pages.find(({ to, needs }) => needs && !me.can(needs) && (path === to || path.startsWith(`${to}/`)))
  return page ? <NotForRole page={page} /> : <Outlet />
}
