import { Toast } from '@base-ui/react/toast'
import { CircleCheck, CircleX, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './Button'
import type { Icon } from './icon'

export type NoticeTone = 'neutral' | 'ok' | 'failed'

const manager = Toast.createToastManager()
const ICONS: Readonly<Record<NoticeTone, Icon>> = { neutral: Info, ok: CircleCheck, failed: CircleX }

/** Says in the corner what was done: "Plan copied, 20 commands." Failures stay until they are closed. */
export function notify(text: ReactNode, tone: NoticeTone = 'neutral'): void {
  const failed = tone === 'failed'
  manager.add({ description: text, type: tone, timeout: failed ? 0 : 6000, priority: failed ? 'high' : 'low' })
}

/** Where notices appear; once, around the application. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label="Notices">
          <Notices />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

const isTone = (type: string | undefined): type is NoticeTone => type !== undefined && type in ICONS

function Notices() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => {
    const tone = isTone(toast.type) ? toast.type : 'neutral'
    const Sign = ICONS[tone]
    return (
      <Toast.Root key={toast.id} toast={toast} className={`toast toast--${tone}`}>
        <Sign className="icon" aria-hidden="true" />
        <Toast.Description render={<div />} />
        <Toast.Close render={<Button kind="quiet" icon={X} iconOnly>Close notice</Button>} />
      </Toast.Root>
    )
  })
}
