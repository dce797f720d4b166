import { CirclePause } from 'lucide-react'
import type { RecentProject, SeenProject, SeenRun } from '../../../domain/views'
import { openProject } from '../../app/openFolder'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { RunTitle } from '../../components/RunTitle'
import { useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatMoment } from '../../format'

/** The newest run that was interrupted when its project was last open: it waits for somebody to go on. */
export function InterruptedBanner({ projects }: { readonly projects: readonly RecentProject[] }) {
  const zone = useZone()
  const found = newest(projects)
  if (found === undefined) return null
  const { path, name, seen, run } = found
  return (
    <Banner
      icon={CirclePause}
      label="Interrupted run"
      title={<>A run in <UserText>{name}</UserText> was interrupted {formatMoment(run.at, zone)}</>}
      actions={<Button kind="primary" onClick={() => void openProject(path)}>Open <UserText>{name}</UserText></Button>}
    >
      <RunTitle run={run} /> stopped after step {formatAmount(run.stepsDone)} of {formatAmount(run.stepsTotal)}. It was last seen {formatMoment(seen.at, zone)}.
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
