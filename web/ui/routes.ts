import type { ConsoleRouter } from '../console/router.ts'
import type { PortalRouter } from '../portal/router.tsx'

// Links are checked against the addresses of both entries; at run time each page knows only its own router.

declare module '@tanstack/react-router' {
  interface Register {
    router: ConsoleRouter | PortalRouter
  }
}
