/** For every git: it asks for no password, and a hash is what it names, also where the repository has other objects in its place. */
export const GIT_SAFELY = { GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1' } as const
