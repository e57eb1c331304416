import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './Receipts.module.css'
import { receiptsWords } from './receipts.words.ts'

/** The page that checks receipts without us: to be saved, with the hash that tells whether it is the one everybody has. */
export function Verifier() {
  const say = useWords(receiptsWords)
  const { data: hash } = useQuery({
    queryKey: ['verifier'],
    queryFn: async () => {
      const { textFrom } = await import('./check.ts')
      return (await textFrom('/log/verifier.sha256'))?.split(' ')[0] ?? null
    },
  })
  return (
    <Part title={say('verifier')} lead={say('verifier_text')}>
      <div>
        <Button component="a" href="/log/verifier" download="rapport-verify.html" variant="default" leftSection={<IconDownload size={16} stroke={1.6} />}>
          {say('verifier_save')}
        </Button>
      </div>
      {hash ? (
        <p className={classes.log}>
          {say('verifier_hash')} <code>{hash}</code>
        </p>
      ) : null}
    </Part>
  )
}
