import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { exactly } from '../../ui/formats.ts'
import { save } from '../../ui/save.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { csvOf } from './csv.ts'
import type { Use } from './sentence.ts'
import classes from './Uses.module.css'
import { useStory } from './useStory.ts'
import { usesWords } from './uses.words.ts'

/** What is shown, on paper or as a table; `whole`: nothing more is to come. */
export function Taken({ uses, whole }: { uses: readonly Use[]; whole: boolean }) {
  const say = useWords(usesWords)
  const language = useLanguage()
  const story = useStory()
  const table = () => {
    const rows = uses.map((use) => {
      const { sentence, because } = story(use)
      return [exactly(new Date(use.first_at), language), exactly(new Date(use.at), language), String(use.times), [sentence, because].filter(Boolean).join(' ')]
    })
    save('journal.csv', csvOf([[say('csv_first'), say('csv_last'), say('csv_times'), say('csv_what')], ...rows], language === 'ru' ? ';' : ','), 'text/csv')
  }
  return (
    <div className={classes.taken}>
      <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => globalThis.print()}>
        {say('print')}
      </Button>
      <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />} onClick={table}>
        {say('csv')}
      </Button>
      <span className="faint small">{say(whole ? 'taken_all' : 'taken_shown')}</span>
    </div>
  )
}
