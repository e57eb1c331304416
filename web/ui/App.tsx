import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { schemeManager } from './look.ts'
import { client } from './queries.ts'
import { theme, variables } from './theme.ts'

/** What both entries stand in: theme, queries, notices. */
export function App({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={schemeManager} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={3} autoClose={6000} />
      <QueryClientProvider client={client}>
        <Suspense>{children}</Suspense>
      </QueryClientProvider>
    </MantineProvider>
  )
}
