import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTitle } from '../../ui/Page.tsx'
import { aboutQuery } from '../session/session.ts'
import classes from './Porch.module.css'
import { TopMenu } from './TopMenu.tsx'

/** The pages before one's own page: a single card. */
export function Porch({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const { data: about } = useQuery(aboutQuery)
  useTitle(title)
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <img src="/mark.svg" width={26} height={26} alt="" />
        <span>{about?.company ?? ''}</span>
        <TopMenu />
      </header>
      <main className={classes.card}>
        <h1>{title}</h1>
        {lead ? <p className="quiet">{lead}</p> : null}
        {children}
      </main>
    </div>
  )
}
