import { Button } from '@mantine/core'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

type MoreProps = { of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }

/** Under a list of which more can be had: asks for its next page. */
export function More({ of }: MoreProps) {
  const say = useWords(ui)
  if (!of.hasNextPage) return null
  return (
    <div>
      <Button variant="default" size="xs" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {say('more')}
      </Button>
    </div>
  )
}
