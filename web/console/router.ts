import { createRouter } from '@tanstack/react-router'
import { PageLoading } from '../ui/Loading.tsx'
import { Broken } from '../ui/Lost.tsx'
import { customerRoutes } from './routes/customers.ts'
import { deskRoutes } from './routes/desk.ts'
import { root, shell } from './routes/frame.ts'
import { outsideRoutes } from './routes/outside.ts'
import { settingsRoutes } from './routes/settings.ts'

const inside = [...customerRoutes, ...settingsRoutes, ...deskRoutes]

export const router = createRouter({
  routeTree: root.addChildren([...outsideRoutes, shell.addChildren(inside)]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 250,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

export type ConsoleRouter = typeof router
