import { CirclePause, Hand } from 'lucide-react'
import type { RecentProject, SeenProject, SeenRun } from '../../../domain/views'
import { openProject } from '../../app/openFolder'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { RunTitle } from '../../components/RunTitle'
import { useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatMoment, formatTime } from '../../format'

/** The newest run that was interrupted, or waited for a decision, when its project was last open: either waits for somebody. */
export function InterruptedBanner({ projects }: { readonly projects: readonly RecentProject[] }) {
  const zone = useZone()
  const found = newest(projects)
  if (found === undefined) return null
  const { path, name, seen, run } = found
  const waits = run.status === 'waiting'
  return (
    <Banner
      icon={waits ? Hand : CirclePause}
      label={waits ? 'Run that waits' : 'Interrupted run'}
      title={<>A run in <UserText>{name}</UserText> {waits ? `waits for a decision since ${formatTime(run.at, { zone })}` : `was interrupted ${formatMoment(run.at, zone)}`}</>}
      actions={<Button kind="primary" onClick={() => void openProject(path)}>Open <UserText>{name}</UserText></Button>}
    >
      <RunTitle run={run} /> {waits ? 'waits' : 'stopped'} after step {formatAmount(run.stepsDone)} of {formatAmount(run.stepsTotal)}. It was last seen {formatMoment(seen.at, zone)}.
    </Banner>
  )
}

interface Found extends RecentProject {
  readonly seen: SeenProject
  readonly run: SeenRun
}

function newest(projects: readonly RecentProject[]): Found | undefined {
  const found = projects.flatMap((project): readonly Found[] => (project.missing || !project.seen?.run ? [] : [{ ...project, seen: project.seen, run: project.seen.run }]))
  return found.sort((a, b) => b.run.at.localeCompare(a.run.at))[0]
}
