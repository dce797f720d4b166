// Records a deployment of staging, and never comes to its end: <project>
import { undisturbed } from '../record/undisturbed'
import { createSessionDeps } from '../session/deps'
import { openSession } from '../session/session'

const [, , project = ''] = process.argv
const session = await openSession(project, createSessionDeps(process.env))
await undisturbed(session, 'staging', async () => {
  process.stdout.write('recording')
  await new Promise((resolve) => setTimeout(resolve, 600_000))
})
