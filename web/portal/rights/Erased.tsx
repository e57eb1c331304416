import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useCoversSaid } from '../../ui/Covers.tsx'
import { count, exactly } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import type { Now } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'

/** What of one was erased while one stayed, each with the certificate to take along. */
export function Erased({ erased }: { erased: Now['erased'] }) {
  const say = useWords(rightsWords)
  if (erased.length === 0) return null
  return (
    <Part title={say('erased')} lead={say('erased_lead')}>
      <ul className={classes.list}>
        {erased.map((one) => (
          <Certificate key={one.number} one={one} />
        ))}
      </ul>
    </Part>
  )
}

function Certificate({ one }: { one: Now['erased'][number] }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const covered = useCoversSaid()
  const records = one.gone.reduce((sum, each) => sum + each.count, 0)
  const what = covered(one.covers)
  return (
    <li className={classes.case}>
      <strong>{what}</strong>
      <p className="quiet small">
        {say('erased_done', { at: exactly(new Date(one.done_at), language) })} · {say('erased_records', { count: records, shown: count(records, language) })}
      </p>
      {one.proof ? (
        <>
          <p className="quiet small">{say('erased_proof', { position: one.proof.position })}</p>
          <div>
            <Button
              component="a"
              variant="default"
              size="xs"
              leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
              aria-label={`${say('erased_file')}: ${what}`}
              href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(one.proof.file))}`}
              download={`certificate-${one.number.slice(-8)}.json`}
            >
              {say('erased_file')}
            </Button>
          </div>
        </>
      ) : (
        <p className="quiet small" role="status">
          {say('erased_soon')}
        </p>
      )}
    </li>
  )
}
