import { Notifications } from '@mantine/notifications'

/** Where notices appear; loaded after the page stands, because none can come before. */
export default function NoticeBoard() {
  return <Notifications position="bottom-right" limit={3} autoClose={6000} />
}
