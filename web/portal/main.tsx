import { RouterProvider } from '@tanstack/react-router'
import { onSignedOut } from '../ui/queries.ts'
import { start } from '../ui/start.tsx'
import { actForChild } from './acting.ts'
import { router } from './router.tsx'

actForChild()

onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (!/\/(sign-in|open|unsubscribed)/.test(pathname)) void router.navigate({ to: '/my/sign-in', search: { to: href } })
})

start(<RouterProvider router={router} />)
