export interface Dependency {
  readonly name: string
  readonly dependsOn: readonly string[]
}

/** Services that stay although they need one that goes back, and services that stay although one that goes back needs them. */
export function leftBehind(services: readonly Dependency[], chosen: readonly string[]): { readonly needing: readonly string[]; readonly needed: readonly string[] } {
  const goes = new Set(chosen)
  const stays = services.filter(({ name }) => !goes.has(name))
  const wantedByThem = new Set(services.filter(({ name }) => goes.has(name)).flatMap(({ dependsOn }) => dependsOn))
  return {
    needing: stays.filter(({ dependsOn }) => dependsOn.some((name) => goes.has(name))).map(({ name }) => name),
    needed: stays.filter(({ name }) => wantedByThem.has(name)).map(({ name }) => name)
  }
}
