import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTitle } from '../../ui/Page.tsx'
import { ui } from '../../ui/ui.words.ts'
import { chooseLanguage, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { aboutQuery } from './session.ts'
import { sessionWords } from './session.words.ts'

/** The page before the console: one card in the middle, the company's name, a choice of language. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const say = useWords(sessionWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const { data: about } = useQuery({ ...aboutQuery, retry: false })
  useTitle(title)
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <img src="/mark.svg" width={28} height={28} alt="" />
          <span>{about?.company || 'Rapport'}</span>
        </div>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className="quiet">{lead}</p> : null}
        {children}
      </div>
      <footer className={classes.foot}>
        <p>{say('trust')}</p>
        <SegmentedControl
          aria-label={sayUi('language')}
          value={language}
          onChange={chooseLanguage}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
        />
      </footer>
    </main>
  )
}
