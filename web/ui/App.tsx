import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { schemeManager } from './look.ts'
import { part } from './part.ts'
import { client } from './queries.ts'
import { theme, variables } from './theme.ts'

const NoticeBoard = part(() => import('./NoticeBoard.tsx'))

/** What both entries stand in: theme, queries, notices. */
export function App({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={schemeManager} defaultColorScheme="auto">
      <Suspense>
        <NoticeBoard />
      </Suspense>
      <QueryClientProvider client={client}>
        <Suspense>{children}</Suspense>
      </QueryClientProvider>
    </MantineProvider>
  )
}
