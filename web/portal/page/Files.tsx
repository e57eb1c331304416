import type { z } from 'zod'
import { downloadMyFile, listMyFiles } from '../../../src/keep/files/contract.ts'
import { call } from '../../ui/api.ts'
import { bytes, dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import { filesWords } from './files.words.ts'
import classes from './MyPage.module.css'
import { useMine } from './useMine.ts'

type MyFile = z.output<typeof listMyFiles.output>['items'][number]

/** Files about the customer and who opened them. A session of a message's link sees none, and no customer without files is told of them. */
export function Files() {
  const say = useWords(filesWords)
  const language = useLanguage()
  const now = useNow()
  const openings = useOpenings()
  const { pages, items: files } = useMine(['files'], (query, signal) => call(listMyFiles, { query, signal }))
  if (files.length === 0) return null
  return (
    <Part title={say('title')} lead={say('lead')}>
      <dl className={classes.facts}>
        {files.map((file) => (
          <div key={file.id} className={classes.fact}>
            <dt>{dayOf(new Date(file.at), now, language)}</dt>
            <dd>
              <a className={classes.link} href={downloadMyFile.path.replace(':file_id', file.id)} download={file.name}>
                {file.name}
              </a>
            </dd>
            <dd className={classes.more}>
              {bytes(file.size, language)} · {openings(file)}
            </dd>
          </div>
        ))}
      </dl>
      <More of={pages} />
    </Part>
  )
}

function useOpenings(): (file: MyFile) => string {
  const say = useWords(filesWords)
  const word = useCodeWords(filesWords)
  const language = useLanguage()
  const now = useNow()
  return ({ opened }) => {
    if (opened.length === 0) return say('never')
    const list = opened.map(({ at, actor, role }) => `${word(`by_${actor}`, { role: word(`role_${role}`) })}, ${dayOf(new Date(at), now, language)}`)
    return say('opened', { list: list.join('; ') })
  }
}
