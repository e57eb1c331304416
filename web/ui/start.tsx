import './tokens.css'
import '@fontsource-variable/inter/index.css'
import './mantine.ts'
import type { ReactNode } from 'react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { followReach } from './reach.ts'
import type {} from './routes.ts'
import { startWords } from './words.ts'

/** Draws an entry into the page. */
export function start(page: ReactNode): void {
  startWords()
  followReach()
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root')
  createRoot(root).render(
    <StrictMode>
      <App>{page}</App>
    </StrictMode>,
  )
}
