import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { Broken, Lost } from '../../ui/Lost.tsx'
import { client } from '../../ui/queries.ts'
import { accountQuery } from '../account/queries.ts'
import { gateOf } from '../session/session.ts'
import { Shell } from '../shell/Shell.tsx'

/** What every page stands in; the pages themselves are chunks of their own. */
export const root = createRootRoute({ component: Outlet, notFoundComponent: Lost, errorComponent: Broken })

/** Lets in whoever is signed in; sends others to where they sign in. */
export async function onlyInside({ location }: { location: { href: string } }): Promise<void> {
  const gate = await gateOf()
  if (gate === 'set-up') throw redirect({ to: '/set-up' })
  if (gate === 'sign-in') throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
  // A page drawn in the browser's zone would be drawn anew in the chosen one, and what was opened or typed in it meanwhile would be lost.
  await client.ensureQueryData(accountQuery).catch(() => undefined)
}

/** Pages with the menu beside them. */
export const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell, beforeLoad: onlyInside })
