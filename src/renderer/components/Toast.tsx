import { CircleCheck, CircleX, Info, X } from 'lucide-react'
import { dismiss, useNotices, type Notice, type NoticeTone } from '../stores/notices'
import { Button } from './Button'
import type { Icon } from './icon'
import { UserText } from './UserText'

export { notify } from '../stores/notices'

const ICONS: Readonly<Record<NoticeTone, Icon>> = { neutral: Info, ok: CircleCheck, failed: CircleX }

/** Where notices appear; once in the application. */
export function Toasts() {
  const notices = useNotices((state) => state.notices)
  return (
    <div className="toasts" role="log" aria-label="Notices" aria-live="polite">
      {notices.map((notice) => <Toast key={notice.id} notice={notice} />)}
    </div>
  )
}

function Toast({ notice: { id, text, tone } }: { readonly notice: Notice }) {
  const Sign = ICONS[tone]
  return (
    <div className={`toast toast--${tone}`}>
      <Sign className="icon" aria-hidden="true" />
      <div>{typeof text === 'string' ? <UserText>{text}</UserText> : text}</div>
      <Button kind="quiet" icon={X} iconOnly onClick={() => dismiss(id)}>Close notice</Button>
    </div>
  )
}
