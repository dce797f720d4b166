const HERE = /^([A-Z]+) https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?=[/?#\s]|$)(\S*)/

/** `GET http://127.0.0.1:4100/version → 200` as `GET /version → 200`: on this machine the path says which one was asked. */
export const shownProof = (line: string): string => line.replace(HERE, (_, method: string, rest: string) => `${method} ${rest.startsWith('/') ? rest : `/${rest}`}`)
