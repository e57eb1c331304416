import { Drawer } from '@mantine/core'
import { useWords } from '../../ui/words.ts'
import { SideBar } from './SideBar.tsx'
import { shell } from './shell.words.ts'

/** The side bar on a narrow screen: it slides in over the page. */
export default function NarrowMenu({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const say = useWords(shell)
  return (
    <Drawer opened={opened} onClose={onClose} size={280} padding={0} withCloseButton={false} aria-label={say('navigation')}>
      <SideBar />
    </Drawer>
  )
}
