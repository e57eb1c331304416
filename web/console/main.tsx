import { RouterProvider } from '@tanstack/react-router'
import { onSignedOut } from '../ui/queries.ts'
import { start } from '../ui/start.tsx'
import { router } from './router.ts'

const open = ['/sign-in', '/set-up', '/join', '/reset', '/forgot']

onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (!open.includes(pathname) && !pathname.startsWith('/sign-in/')) void router.navigate({ to: '/sign-in', search: { to: href, ended: true } })
})

start(<RouterProvider router={router} />)
