import type { Icon } from '@tabler/icons-react'
import {
  IconBellRinging,
  IconBrandTelegram,
  IconBrandVk,
  IconBrandWhatsapp,
  IconBuildingStore,
  IconDeviceMobile,
  IconDeviceMobileMessage,
  IconMail,
  IconMailOpened,
  IconMessage,
  IconMessages,
  IconPhone,
  IconSettings,
  IconUsers,
  IconWorld,
} from '@tabler/icons-react'
import { channelWords } from './channel.words.ts'
import { useCodeWords } from './words.ts'

const pictures: Record<string, Icon> = {
  email: IconMail,
  sms: IconDeviceMobileMessage,
  phone: IconPhone,
  post: IconMailOpened,
  chat: IconMessage,
  telegram: IconBrandTelegram,
  whatsapp: IconBrandWhatsapp,
  viber: IconMessage,
  vk: IconBrandVk,
  max: IconMessage,
  push: IconBellRinging,
  web: IconWorld,
  app: IconDeviceMobile,
  shop: IconBuildingStore,
  meeting: IconUsers,
  forum: IconMessages,
  system: IconSettings,
}

/** The picture of a channel; `named` when no word stands beside it. */
export function ChannelIcon({ channel, size = 16, named }: { channel: string; size?: number; named?: boolean }) {
  const word = useCodeWords(channelWords)
  const Picture = pictures[channel] ?? IconMessage
  return named ? <Picture size={size} stroke={1.6} role="img" aria-label={word(channel)} /> : <Picture size={size} stroke={1.6} aria-hidden="true" />
}
