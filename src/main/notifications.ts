import { Notification } from 'electron'
import type { FollowedRun } from './runs'
import { noticeOf } from './words'

// A notification that nobody holds is collected, and its click is lost.
const shown = new Set<Notification>()

/** Raises the system's notification about a run that waits or has finished. */
export function notify(run: FollowedRun, clicked: () => void): void {
  const notice = noticeOf(run.state)
  if (notice === null || !Notification.isSupported()) return
  const notification = new Notification({ ...notice, silent: false })
  shown.add(notification)
  notification.once('click', clicked)
  for (const end of ['click', 'close', 'failed'] as const) notification.once(end as 'close', () => shown.delete(notification))
  notification.show()
}
